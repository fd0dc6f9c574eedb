package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReservationPolicyTest {

    private static final Optional<AccountId> ACCOUNT = Optional.of(new AccountId(1001));
    private static final PriceTerms TERMS =
            PriceTerms.flat(7, new Rates(500_000_000, 250_000_000, 500_000_000, 2_000_000_000, 2_000_000_000));

    private final ReservationPolicy policy = new ReservationPolicy(64);

    @Test
    void worstCaseIsHeldAndTheFloorIsTheShortestUsefulAnswer() {
        // When
        var request = policy.request(prompt(100, 1000), ACCOUNT, new Offer.At(TERMS));
        // Then
        assertThat(request.quote())
                .isEqualTo(new Quote.Priced(7, new Nanos(50_000 + 2_000_000), new Nanos(50_000 + 128_000)));
    }

    @Test
    void promptThatWantsLessThanTheFloorIsItsOwnFloor() {
        // When
        var request = policy.request(prompt(0, 10), ACCOUNT, new Offer.At(TERMS));
        // Then
        assertThat(request.quote()).isEqualTo(new Quote.Priced(7, new Nanos(20_000), new Nanos(20_000)));
    }

    @Test
    void freePriceNeedsNothing() {
        // When
        var request = policy.request(prompt(100, 1000), ACCOUNT, new Offer.At(PriceTerms.flat(7, Rates.FREE)));
        // Then
        assertThat(request.quote()).isEqualTo(new Quote.Priced(7, Nanos.ZERO, Nanos.ZERO));
    }

    @Test
    void missingAccountPriceOrRangeRefuses() {
        var dear = PriceTerms.flat(8, new Rates(Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, 0));
        assertThat(policy.request(prompt(1, 1), Optional.empty(), new Offer.At(TERMS))
                        .quote())
                .isEqualTo(new Quote.Unpriced(DeclineReason.UNKNOWN_ACCOUNT));
        assertThat(policy.request(prompt(1, 1), ACCOUNT, new Offer.Refused(DeclineReason.UNKNOWN_PRICE))
                        .quote())
                .isEqualTo(new Quote.Unpriced(DeclineReason.UNKNOWN_PRICE));
        assertThat(policy.request(prompt(2, 2), ACCOUNT, new Offer.At(dear)).quote())
                .isEqualTo(new Quote.Unpriced(DeclineReason.COST_OUT_OF_RANGE));
    }

    @Test
    void floorOfNoTokensIsNoFloor() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReservationPolicy(0));
    }

    @Test
    void fingerprintTellsPromptsApartByWhatTheyCostAndWhoPays() {
        var prompt = prompt(100, 1000);
        // Stored in the books: a change of this number would turn every open prompt's redelivery into a conflict.
        assertThat(Fingerprint.of(prompt)).isEqualTo(Fingerprint.of(prompt(100, 1000)));
        assertThat(Fingerprint.of(prompt)).isNotEqualTo(Fingerprint.of(prompt(101, 1000)));
        assertThat(Fingerprint.of(prompt)).isNotEqualTo(Fingerprint.of(prompt(100, 1001)));
        assertThat(Fingerprint.of(prompt(1, 1))).isEqualTo(FINGERPRINT_OF_ONE_AND_ONE);
    }

    private static final long FINGERPRINT_OF_ONE_AND_ONE = 3073332683842596765L;

    private static PromptSubmitted prompt(long inputTokens, long maxOutputTokens) {
        return new PromptSubmitted(
                PromptId.derived(Instant.EPOCH, "p"),
                Payer.telegram(42),
                Channel.TELEGRAM,
                "kopeck-sim",
                inputTokens,
                maxOutputTokens,
                5);
    }
}
