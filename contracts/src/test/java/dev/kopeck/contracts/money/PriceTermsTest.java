package dev.kopeck.contracts.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PriceTermsTest {

    private static final Rates DOLLARS =
            new Rates(500_000_000, 250_000_000, 600_000_000, 2_000_000_000, 3_000_000_000L);

    @Test
    void scenario17_chargesTheSumOfAllTokensRoundedUpOnce() {
        // Given rates at which each kind of token costs a fraction of a nano
        var terms = PriceTerms.flat(1, new Rates(300_001, 100_001, 200_001, 400_001, 500_001));
        // When one token of each kind is used
        var cost = terms.costOf(Usage.reported(3, 1, 1, 2, 1));
        // Then the five fractions 0.300001 + 0.100001 + 0.200001 + 0.400001 + 0.500001 are rounded once, not five times
        assertThat(cost).isEqualTo(new Nanos(2));
    }

    @Test
    void cachedInputIsAPartOfInputAndReasoningAPartOfOutput() {
        var cost = PriceTerms.flat(1, DOLLARS).costOf(Usage.reported(1_000_000, 400_000, 100_000, 1_000_000, 300_000));
        // 0.5 × 0.50 + 0.4 × 0.25 + 0.1 × 0.60 + 0.7 × 2 + 0.3 × 3
        assertThat(cost.toDecimal()).isEqualTo("2.71");
    }

    @Test
    void aFreePriceCostsNothing() {
        var free = PriceTerms.flat(1, Rates.FREE);
        assertThat(free.costOf(Usage.of(1_000_000, 1_000_000))).isEqualTo(Nanos.ZERO);
        assertThat(free.worstCase(1_000_000, 1_000_000)).isEqualTo(Nanos.ZERO);
        assertThat(free.affordableOutput(10, Nanos.ZERO, 500)).isEqualTo(500);
    }

    @Test
    void aTierAppliesOnlyAboveItsThresholdAndThenToTheWholePrompt() {
        var terms = new PriceTerms(1, DOLLARS, List.of(new ContextTier(200_000, new Rates(1_000_000_000, 0, 0, 0, 0))));
        assertThat(terms.costOf(Usage.of(200_000, 0)).toDecimal()).isEqualTo("0.10");
        assertThat(terms.costOf(Usage.of(200_001, 0)).toDecimal()).isEqualTo("0.200001");
    }

    @Test
    void theWorstCaseLooksAtEveryTierThatTheInputMayReach() {
        // Given a tier that is cheaper, as a mistake in a price list may have it
        var terms = new PriceTerms(1, DOLLARS, List.of(new ContextTier(100, Rates.FREE)));
        // Then the dearer base still bounds the hold, since the true input may be below the counted one
        assertThat(terms.worstCase(101, 0)).isEqualTo(new Nanos(101 * 600));
    }

    @Test
    void whatDoesNotFitIsRefusedAndNeverWraps() {
        var terms = PriceTerms.flat(1, new Rates(Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, 0));
        assertThatThrownBy(() -> terms.costOf(Usage.of(2, 0))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> terms.costOf(Usage.of(1, 1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> terms.worstCase(1, 1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void aProvidersImpossiblePartsAreClampedAndFlaggedNeverNegative() {
        var usage = Usage.reported(10, 25, 5, -3, 7);
        assertThat(usage).isEqualTo(new Usage(10, 10, 0, 0, 0, true));
        assertThat(usage.plainInputTokens()).isZero();
        assertThat(PriceTerms.flat(1, DOLLARS).costOf(usage).value()).isEqualTo(2_500);
    }

    @RepeatedTest(20)
    void costsAreExactAndNeverAboveTheWorstCase(RepetitionInfo repetition) {
        long seed = 20_261_123L + repetition.getCurrentRepetition();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            // Given
            var terms = randomTerms(random);
            long input = random.nextLong(1, 300_000);
            long output = random.nextLong(1, 100_000);
            var usage = Usage.reported(
                    random.nextLong(input + 1),
                    random.nextLong(input),
                    random.nextLong(input),
                    output,
                    random.nextLong(output));
            // When
            var cost = terms.costOf(usage);
            var hold = terms.worstCase(input, output);
            // Then
            assertThat(cost).as("seed %d, %s, %s", seed, terms, usage).isEqualTo(oracle(terms, usage));
            assertThat(cost).as("seed %d, %s, %s", seed, terms, usage).isLessThanOrEqualTo(hold);
            assertThat(terms.affordableOutput(input, hold, output))
                    .as("seed %d", seed)
                    .isEqualTo(output);
        }
    }

    @RepeatedTest(20)
    void theAffordableOutputIsTheLongestThatTheHoldCovers(RepetitionInfo repetition) {
        long seed = 77L + repetition.getCurrentRepetition();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            // Given
            var terms = randomTerms(random);
            long input = random.nextLong(1, 300_000);
            long wanted = random.nextLong(1, 100_000);
            var hold = new Nanos(random.nextLong(terms.worstCase(input, wanted).value() + 1));
            // When
            long affordable = terms.affordableOutput(input, hold, wanted);
            // Then
            if (affordable > 0) {
                assertThat(terms.worstCase(input, affordable))
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(hold);
            }
            if (affordable < wanted) {
                assertThat(terms.worstCase(input, affordable + 1))
                        .as("seed %d", seed)
                        .isGreaterThan(hold);
            }
        }
    }

    private static PriceTerms randomTerms(SplittableRandom random) {
        var tiers = random.nextBoolean()
                ? List.of(new ContextTier(random.nextLong(1, 250_000), randomRates(random)))
                : List.<ContextTier>of();
        return new PriceTerms(1, randomRates(random), tiers);
    }

    private static Rates randomRates(SplittableRandom random) {
        long bound = random.nextBoolean() ? 10 : 100_000_000_000L;
        return new Rates(
                random.nextLong(bound),
                random.nextLong(bound),
                random.nextLong(bound),
                random.nextLong(1, bound),
                random.nextLong(bound));
    }

    /** The formula of docs/MONEY.md in arithmetic without bounds. */
    private static Nanos oracle(PriceTerms terms, Usage usage) {
        var rates = terms.base();
        for (var tier : terms.tiers()) {
            rates = usage.inputTokens() > tier.aboveInputTokens() ? tier.rates() : rates;
        }
        var sum = product(usage.plainInputTokens(), rates.input())
                .add(product(usage.cachedInputTokens(), rates.cachedInput()))
                .add(product(usage.cacheWriteTokens(), rates.cacheWrite()))
                .add(product(usage.plainOutputTokens(), rates.output()))
                .add(product(usage.reasoningTokens(), rates.reasoning()));
        var million = BigInteger.valueOf(1_000_000);
        return new Nanos(
                sum.add(million.subtract(BigInteger.ONE)).divide(million).longValueExact());
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
