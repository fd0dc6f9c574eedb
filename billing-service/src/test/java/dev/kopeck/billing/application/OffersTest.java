package dev.kopeck.billing.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.Derivation;
import dev.kopeck.billing.domain.Factor;
import dev.kopeck.billing.domain.Offer;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.billing.domain.PriceList;
import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OffersTest {

    private static final String MODEL = "m";
    private static final Payer ORDINARY = Payer.telegram(1);
    private static final Payer CHEAP = Payer.telegram(2);
    private static final Payer NOBODY = Payer.account(new AccountId(999));
    private static final Factor HALF = Factor.of(0, 5000);
    private static final PriceTerms LISTED = PriceTerms.flat(7, Rates.FREE);
    private static final Map<Payer, AccountId> ACCOUNTS =
            Map.of(ORDINARY, new AccountId(1001), CHEAP, new AccountId(1002));

    private final FakePrices prices = new FakePrices();

    @Test
    void ordinaryAccountsCostNoQuestion() {
        // When
        var offers = offers(prompt(ORDINARY, MODEL), prompt(NOBODY, MODEL));
        // Then
        assertThat(prices.asked).isEmpty();
        assertThat(offers.offer(Optional.of(new AccountId(1001)), MODEL)).isEqualTo(new Offer.At(LISTED));
        assertThat(offers.offer(Optional.empty(), MODEL)).isEqualTo(new Offer.At(LISTED));
    }

    @Test
    void derivedVersionsOfABatchAreAskedForOnceAndTogether() {
        // When
        var offers =
                offers(prompt(CHEAP, MODEL), prompt(ORDINARY, MODEL), prompt(CHEAP, MODEL), prompt(CHEAP, "other"));
        // Then
        assertThat(prices.asked).containsExactly(Set.of(new Derivation(7, HALF), new Derivation(8, HALF)));
        assertThat(offers.offer(Optional.of(new AccountId(1002)), MODEL))
                .isEqualTo(new Offer.At(PriceTerms.flat(1007, Rates.FREE)));
    }

    @Test
    void modelWithoutAPriceHasNothingToDeriveFrom() {
        // When
        var offers = offers(prompt(CHEAP, "unknown"));
        // Then
        assertThat(prices.asked).isEmpty();
        assertThat(offers.offer(Optional.of(new AccountId(1002)), "unknown"))
                .isEqualTo(new Offer.Refused(DeclineReason.UNKNOWN_PRICE));
    }

    private Offers offers(PromptSubmitted... prompts) {
        return Offers.of(prices, List.of(prompts), ACCOUNTS)
                .subscribeAsCompletionStage()
                .join();
    }

    private static PromptSubmitted prompt(Payer payer, String model) {
        return new PromptSubmitted(
                PromptId.derived(Instant.EPOCH, payer + model), payer, Channel.TELEGRAM, model, 10, 10, 5);
    }

    private static final class FakePrices implements Prices {

        private final List<Set<Derivation>> asked = new ArrayList<>();

        @Override
        public Uni<PriceList> current() {
            return Uni.createFrom()
                    .item(new PriceList(
                            Map.of(MODEL, LISTED, "other", PriceTerms.flat(8, Rates.FREE)),
                            Set.of(),
                            Map.of(new AccountId(1002), HALF)));
        }

        @Override
        public Uni<PriceList> latest() {
            return current();
        }

        @Override
        public Uni<Map<Derivation, PriceTerms>> derived(Set<Derivation> wanted) {
            asked.add(wanted);
            return Uni.createFrom()
                    .item(wanted.stream()
                            .collect(Collectors.toMap(
                                    Function.identity(),
                                    derivation -> PriceTerms.flat(1000 + derivation.baseVersion(), Rates.FREE))));
        }

        @Override
        public Uni<Map<Integer, Price>> versions(Set<Integer> versions) {
            throw new AssertionError("not asked for here");
        }
    }
}
