package dev.kopeck.contracts.money;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The terms that one version of a price sets, and the only place where tokens become money.
 *
 * <p>A charge is {@code ceil(sum(tokens_i × rate_i) / 1_000_000)} nanos: exact integers, rounded up once per prompt.
 * What does not fit into a {@code long} throws {@link ArithmeticException}; it never wraps.
 *
 * @param version the immutable price version that these terms come from
 * @param tiers higher rates for long prompts, ascending by threshold
 */
public record PriceTerms(int version, Rates base, List<ContextTier> tiers) {

    private static final long TOKENS_PER_RATE = 1_000_000;
    /** No model writes longer answers; keeps a granted limit sane where output is free. */
    private static final long OUTPUT_TOKENS_MAX = Integer.MAX_VALUE;

    public PriceTerms {
        tiers = tiers.stream()
                .sorted(Comparator.comparingLong(ContextTier::aboveInputTokens))
                .toList();
    }

    public static PriceTerms flat(int version, Rates rates) {
        return new PriceTerms(version, rates, List.of());
    }

    /** What this usage costs. */
    public Nanos costOf(Usage usage) {
        var rates = ratesFor(usage.inputTokens());
        long sum = Math.multiplyExact(usage.plainInputTokens(), rates.input());
        sum = Math.addExact(sum, Math.multiplyExact(usage.cachedInputTokens(), rates.cachedInput()));
        sum = Math.addExact(sum, Math.multiplyExact(usage.cacheWriteTokens(), rates.cacheWrite()));
        sum = Math.addExact(sum, Math.multiplyExact(usage.plainOutputTokens(), rates.output()));
        sum = Math.addExact(sum, Math.multiplyExact(usage.reasoningTokens(), rates.reasoning()));
        return roundedUp(sum);
    }

    /**
     * The most that a prompt can cost: every input token at the dearest input rate and the whole output limit at the
     * dearest output rate, in whichever tier the input may reach. Never less than {@link #costOf} of a usage within
     * these bounds.
     */
    public Nanos worstCase(long inputTokens, long maxOutputTokens) {
        var worst = Nanos.ZERO;
        for (var rates : reachable(inputTokens)) {
            long input = Math.multiplyExact(inputTokens, rates.dearestInput());
            long output = Math.multiplyExact(maxOutputTokens, rates.dearestOutput());
            var cost = roundedUp(Math.addExact(input, output));
            worst = cost.compareTo(worst) > 0 ? cost : worst;
        }
        return worst;
    }

    /**
     * The longest answer whose {@link #worstCase} a hold covers, at most {@code wanted}. Zero where the hold does not
     * even cover the input.
     */
    public long affordableOutput(long inputTokens, Nanos hold, long wanted) {
        long affordable = Math.min(wanted, OUTPUT_TOKENS_MAX);
        for (var rates : reachable(inputTokens)) {
            long input = Math.multiplyExact(inputTokens, rates.dearestInput());
            long left = saturatedProduct(hold.value(), TOKENS_PER_RATE) - input;
            if (left < 0) {
                return 0;
            }
            if (rates.dearestOutput() > 0) {
                affordable = Math.min(affordable, left / rates.dearestOutput());
            }
        }
        return affordable;
    }

    /** The lines whose sum, rounded up once, is {@link #costOf}; kinds without tokens are left out. */
    public List<LineItem> lineItems(Usage usage) {
        var rates = ratesFor(usage.inputTokens());
        return Stream.of(
                        new LineItem(TokenKind.INPUT, usage.plainInputTokens(), rates.input()),
                        new LineItem(TokenKind.CACHED_INPUT, usage.cachedInputTokens(), rates.cachedInput()),
                        new LineItem(TokenKind.CACHE_WRITE, usage.cacheWriteTokens(), rates.cacheWrite()),
                        new LineItem(TokenKind.OUTPUT, usage.plainOutputTokens(), rates.output()),
                        new LineItem(TokenKind.REASONING, usage.reasoningTokens(), rates.reasoning()))
                .filter(line -> line.tokens() > 0)
                .toList();
    }

    private Rates ratesFor(long inputTokens) {
        var applicable = base;
        for (var tier : tiers) {
            if (inputTokens > tier.aboveInputTokens()) {
                applicable = tier.rates();
            }
        }
        return applicable;
    }

    /** The counted input is an upper bound, so the true one may fall into any tier up to it. */
    private List<Rates> reachable(long inputTokens) {
        if (tiers.isEmpty()) {
            return List.of(base);
        }
        var reachable = new ArrayList<Rates>();
        reachable.add(base);
        tiers.stream()
                .filter(tier -> inputTokens > tier.aboveInputTokens())
                .map(ContextTier::rates)
                .forEach(reachable::add);
        return reachable;
    }

    private static Nanos roundedUp(long sum) {
        return new Nanos(Math.ceilDiv(sum, TOKENS_PER_RATE));
    }

    private static long saturatedProduct(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
