package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PriceListTest {

    private static final AccountId ORDINARY = new AccountId(1001);
    private static final AccountId CHEAP = new AccountId(1002);
    private static final Factor HALF = Factor.of(0, 5000);
    private static final PriceTerms LISTED = PriceTerms.flat(7, new Rates(100, 100, 100, 100, 100));
    private static final PriceTerms HALVED = PriceTerms.flat(9, new Rates(50, 50, 50, 50, 50));

    private final PriceList list = new PriceList(
            Map.of("priced", LISTED, "off", LISTED), Set.of("off", "off-and-unpriced"), Map.of(CHEAP, HALF));

    @Test
    void ordinaryAccountPaysWhatIsListed() {
        assertThat(list.derivation(ORDINARY, "priced")).isEmpty();
        assertThat(list.offer(ORDINARY, "priced", Map.of())).isEqualTo(new Offer.At(LISTED));
        assertThat(list.offer("priced")).isEqualTo(new Offer.At(LISTED));
    }

    @Test
    void accountWithAFactorPaysAVersionOfItsOwn() {
        // Given
        var derivation = new Derivation(7, HALF);
        // Then
        assertThat(list.derivation(CHEAP, "priced")).contains(derivation);
        assertThat(list.offer(CHEAP, "priced", Map.of(derivation, HALVED))).isEqualTo(new Offer.At(HALVED));
    }

    @Test
    void derivedVersionThatDoesNotFitRefusesInsteadOfChargingTheListPrice() {
        assertThat(list.offer(CHEAP, "priced", Map.of())).isEqualTo(new Offer.Refused(DeclineReason.COST_OUT_OF_RANGE));
    }

    @Test
    void peers48_unknownModelIsRefusedAndNeverFree() {
        assertThat(list.derivation(CHEAP, "unknown")).isEmpty();
        assertThat(list.offer(CHEAP, "unknown", Map.of())).isEqualTo(new Offer.Refused(DeclineReason.UNKNOWN_PRICE));
        assertThat(list.offer("unknown")).isEqualTo(new Offer.Refused(DeclineReason.UNKNOWN_PRICE));
        assertThat(PriceList.EMPTY.offer("priced")).isEqualTo(new Offer.Refused(DeclineReason.UNKNOWN_PRICE));
    }

    @Test
    void inactiveModelIsRefusedByThatNameWithAndWithoutAPrice() {
        for (var model : Set.of("off", "off-and-unpriced")) {
            assertThat(list.offer(model)).isEqualTo(new Offer.Refused(DeclineReason.MODEL_INACTIVE));
            assertThat(list.offer(CHEAP, model, Map.of())).isEqualTo(new Offer.Refused(DeclineReason.MODEL_INACTIVE));
        }
    }
}
