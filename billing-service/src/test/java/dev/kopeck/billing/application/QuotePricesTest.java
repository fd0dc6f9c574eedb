package dev.kopeck.billing.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.AccountPricing;
import dev.kopeck.billing.domain.Derivation;
import dev.kopeck.billing.domain.Plan;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.billing.domain.PriceList;
import dev.kopeck.billing.domain.PriceQuote;
import dev.kopeck.billing.domain.ReservationPolicy;
import dev.kopeck.billing.domain.SettlementRequest;
import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.LineItem;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.money.Usage;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

class QuotePricesTest {

    private static final Logger LOG = Logger.getLogger(QuotePricesTest.class);
    private static final String MODEL = "m";
    private static final AccountId POOR = new AccountId(1001);
    private static final long CENT = 10_000_000;

    @Test
    void quoteIsWhatIsChargedToTheNanoForAnyUsage() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Quotes seed=%d", seed);
        var random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            var terms = randomTerms(random);
            var usage = randomUsage(random);
            // When
            var quote = (PriceQuote.Charge) answer(quotes(terms).usage(MODEL, Optional.empty(), usage));
            // Then
            assertThat(quote.total())
                    .isEqualTo(SettlementRequest.of(completion(usage), terms).cost());
            assertThat(quote.total().value()).isEqualTo(exact(quote.lineItems()));
        }
    }

    @Test
    void peers40_cachedTokensAreAPartOfTheInputAndNotChargedOnTopOfIt() {
        // Given
        var terms = PriceTerms.flat(7, new Rates(1000_000_000, 250_000_000, 1000_000_000, 0, 0));
        // When
        var quote = charge(terms, Usage.reported(1000, 800, 0, 1, 0));
        // Then
        assertThat(quote.total()).isEqualTo(new Nanos(200 * 1000 + 800 * 250));
    }

    @Test
    void peers41_inputLessCacheNeverBecomesNegative() {
        // Given
        var terms = PriceTerms.flat(7, new Rates(1000_000_000, 250_000_000, 1000_000_000, 0, 0));
        // When
        var quote = charge(terms, Usage.reported(100, 5000, 900, 1, 0));
        // Then
        assertThat(quote.total()).isEqualTo(new Nanos(100 * 250));
        assertThat(quote.lineItems())
                .allSatisfy(line -> assertThat(line.tokens()).isPositive());
    }

    @Test
    void peers41_cacheWritesAreCharged() {
        var terms = PriceTerms.flat(7, new Rates(1000_000_000, 0, 1250_000_000, 0, 0));
        assertThat(charge(terms, Usage.reported(1000, 0, 800, 1, 0)).total())
                .isEqualTo(new Nanos(200 * 1000 + 800 * 1250));
    }

    @Test
    void peers42_tinyUsageCostsWhatItsLinesSumUpToAndAtMostANanoMore() {
        var terms = PriceTerms.flat(7, new Rates(75_000, 75_000, 75_000, 300_000, 300_000));
        var quote = charge(terms, Usage.of(3, 1));
        // 3 × 0.075 + 0.3 nanos
        assertThat(quote.total()).isEqualTo(new Nanos(1));
        assertThat(quote.lineItems()).hasSize(2);
    }

    @Test
    void answerWithoutATokenIsFree() {
        var quote = charge(PriceTerms.flat(7, rates(1_000_000_000)), Usage.of(1000, 0));
        assertThat(quote.charged()).isFalse();
        assertThat(quote.total()).isEqualTo(Nanos.ZERO);
        assertThat(quote.lineItems()).isEmpty();
    }

    @Test
    void peers27_holdOfALongPromptCoversTheDearTier() {
        // Given
        var terms = new PriceTerms(7, rates(1_000_000_000), List.of(new ContextTier(200_000, rates(2_000_000_000))));
        // When
        var hold = (PriceQuote.Hold) answer(quotes(terms).prompt(MODEL, Optional.empty(), 250_000, 1000));
        // Then
        assertThat(hold.worstCase()).isEqualTo(new Nanos(251_000L * 2000));
        assertThat(hold.worstCase())
                .isGreaterThanOrEqualTo(charge(terms, Usage.of(250_000, 1000)).total());
    }

    @Test
    void peers38_smallBalanceStillAffordsAHello() {
        // Given
        var terms = PriceTerms.flat(7, rates(100_000_000_000L));
        // When
        var hold = (PriceQuote.Hold) answer(quotes(terms).prompt(MODEL, Optional.of(POOR), 20, 65_000));
        // Then
        assertThat(hold.worstCase().value()).isGreaterThan(CENT);
        assertThat(hold.held()).isEqualTo(new Nanos(CENT));
        assertThat(hold.grantedOutputTokens()).isEqualTo(80);
    }

    @Test
    void balanceBelowTheFloorIsTooLittle() {
        var terms = PriceTerms.flat(7, rates(200_000_000_000L));
        assertThat(answer(quotes(terms).prompt(MODEL, Optional.of(POOR), 20, 65_000)))
                .isEqualTo(new PriceQuote.TooLittle(
                        MODEL, 7, new Nanos(65_020L * 200_000), new Nanos(84 * 200_000), new Nanos(CENT)));
    }

    @Test
    void whatCannotBeQuotedSaysWhy() {
        var dear = quotes(PriceTerms.flat(7, rates(Long.MAX_VALUE)));
        assertThat(answer(dear.usage(MODEL, Optional.empty(), Usage.of(2, 2))))
                .isEqualTo(new PriceQuote.Refused(DeclineReason.COST_OUT_OF_RANGE));
        assertThat(answer(dear.prompt(MODEL, Optional.empty(), 2, 2)))
                .isEqualTo(new PriceQuote.Refused(DeclineReason.COST_OUT_OF_RANGE));
        assertThat(answer(dear.usage("unknown", Optional.empty(), Usage.of(2, 2))))
                .isEqualTo(new PriceQuote.Refused(DeclineReason.UNKNOWN_PRICE));
        assertThat(answer(dear.usage(MODEL, Optional.of(new AccountId(999)), Usage.of(2, 2))))
                .isEqualTo(new PriceQuote.UnknownAccount());
        assertThat(answer(dear.usage(8, Usage.of(2, 2)))).isEqualTo(new PriceQuote.UnknownVersion());
    }

    private static PriceQuote.Charge charge(PriceTerms terms, Usage usage) {
        return (PriceQuote.Charge) answer(quotes(terms).usage(terms.version(), usage));
    }

    private static PriceQuote answer(Uni<PriceQuote> quote) {
        return quote.subscribeAsCompletionStage().join();
    }

    private static QuotePrices quotes(PriceTerms terms) {
        return new QuotePrices(new OnePrice(terms), new OneAccount(), new ReservationPolicy(64));
    }

    private static CompletionFinished completion(Usage usage) {
        return new CompletionFinished(
                PromptId.derived(Instant.EPOCH, "p"),
                Payer.telegram(1),
                Channel.TELEGRAM,
                POOR,
                MODEL,
                7,
                Outcome.COMPLETED,
                usage,
                false,
                1,
                CompletionFinished.Timings.NONE);
    }

    private static long exact(List<LineItem> lines) {
        return lines.stream()
                .map(line -> BigDecimal.valueOf(line.tokens()).multiply(BigDecimal.valueOf(line.rate())))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(1_000_000), 0, RoundingMode.CEILING)
                .longValueExact();
    }

    private static PriceTerms randomTerms(Random random) {
        return new PriceTerms(
                7,
                randomRates(random),
                random.ints(random.nextInt(9), 1, 100_000)
                        .distinct()
                        .mapToObj(above -> new ContextTier(above, randomRates(random)))
                        .toList());
    }

    private static Rates randomRates(Random random) {
        long most = random.nextBoolean() ? 100_000_000_000L : 100;
        return new Rates(
                random.nextLong(most),
                random.nextLong(most),
                random.nextLong(most),
                random.nextLong(most),
                random.nextLong(most));
    }

    private static Usage randomUsage(Random random) {
        int most = random.nextBoolean() ? 200_000 : 4;
        return Usage.reported(
                random.nextInt(most),
                random.nextInt(most),
                random.nextInt(most),
                random.nextInt(most),
                random.nextInt(most));
    }

    private static Rates rates(long rate) {
        return new Rates(rate, rate, rate, rate, rate);
    }

    private record OnePrice(PriceTerms terms) implements Prices {

        @Override
        public Uni<PriceList> current() {
            return Uni.createFrom().item(new PriceList(Map.of(MODEL, terms), Set.of(), Map.of()));
        }

        @Override
        public Uni<PriceList> latest() {
            return current();
        }

        @Override
        public Uni<Map<Derivation, PriceTerms>> derived(Set<Derivation> wanted) {
            throw new AssertionError("nobody has a factor here");
        }

        @Override
        public Uni<Map<Integer, Price>> versions(Set<Integer> versions) {
            var price = new Price(MODEL, "USD", terms, Instant.EPOCH, Instant.EPOCH);
            return Uni.createFrom()
                    .item(versions.contains(terms.version()) ? Map.of(terms.version(), price) : Map.of());
        }
    }

    /** An account with a cent. */
    private static final class OneAccount implements Plans {

        @Override
        public Uni<Optional<AccountPricing>> pricing(AccountId account) {
            return Uni.createFrom()
                    .item(Optional.of(account)
                            .filter(POOR::equals)
                            .map(known -> new AccountPricing(known, Optional.empty(), 0, 0, new Nanos(CENT))));
        }

        @Override
        public Uni<Optional<Plan>> find(String name) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Uni<List<Plan>> list(Optional<String> after, int limit) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Uni<Void> set(String name, int markup) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Uni<Void> delete(String name) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Uni<Void> price(AccountId account, Optional<String> plan, int discount) {
            throw new AssertionError("not asked for here");
        }
    }
}
