package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.money.TokenKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One rate that an import changes.
 *
 * @param aboveInputTokens for prompts with more input than this; zero for all that no tier is for
 * @param before nanos per million tokens
 * @param after nanos per million tokens
 */
public record RateChange(TokenKind kind, long aboveInputTokens, long before, long after) {

    private static final long SUSPICIOUS = 10;
    /** Around a million: a price per token taken for one per million, give or take a real change of price. */
    private static final long UNIT_LEAST = 100_000;

    private static final MathContext SHOWN = new MathContext(4);

    /** After divided by before, for the eye; empty where it was free. */
    public Optional<BigDecimal> ratio() {
        return before == 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(after).divide(BigDecimal.valueOf(before), SHOWN));
    }

    boolean isJump() {
        return differsBy(SUSPICIOUS);
    }

    boolean isUnit() {
        return before > 0 && after > 0 && differsBy(UNIT_LEAST);
    }

    boolean becomesFree() {
        return after == 0;
    }

    /** What changes for prompts of any length; a tier that repeats what holds below it changes nothing. */
    static List<RateChange> between(PriceTerms old, PriceTariff fresh) {
        var thresholds = new TreeSet<Long>();
        thresholds.add(0L);
        old.tiers().forEach(tier -> thresholds.add(tier.aboveInputTokens()));
        fresh.tiers().forEach(tier -> thresholds.add(tier.aboveInputTokens()));
        var changes = new ArrayList<RateChange>();
        for (long above : thresholds) {
            var before = ratesAbove(above, old.base(), old.tiers());
            var after = ratesAbove(above, fresh.base(), fresh.tiers());
            for (var kind : TokenKind.values()) {
                if (rate(before, kind) != rate(after, kind)) {
                    changes.add(new RateChange(kind, above, rate(before, kind), rate(after, kind)));
                }
            }
        }
        return changes;
    }

    static long rate(Rates rates, TokenKind kind) {
        return switch (kind) {
            case INPUT -> rates.input();
            case CACHED_INPUT -> rates.cachedInput();
            case CACHE_WRITE -> rates.cacheWrite();
            case OUTPUT -> rates.output();
            case REASONING -> rates.reasoning();
        };
    }

    private static Rates ratesAbove(long inputTokens, Rates base, List<ContextTier> tiers) {
        var applicable = base;
        for (var tier : tiers) {
            if (tier.aboveInputTokens() <= inputTokens) {
                applicable = tier.rates();
            }
        }
        return applicable;
    }

    /** By division, which cannot overflow: n × times ≤ m is n ≤ m / times. */
    private boolean differsBy(long times) {
        long least = Math.min(before, after);
        long most = Math.max(before, after);
        return least <= most / times && most > 0;
    }
}
