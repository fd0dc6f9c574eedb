package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.money.Usage;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementRequestTest {

    private static final PriceTerms TERMS = PriceTerms.flat(1, new Rates(3, 3, 3, 7, 7));

    @ParameterizedTest
    @CsvSource({"COMPLETED, true", "CANCELLED, true", "FAILED, false", "REFUSED, false"})
    void onlyDeliveredAnswersAreCharged(Outcome outcome, boolean charged) {
        // When
        var request = SettlementRequest.of(completion(outcome, Usage.of(1, 1)), TERMS);
        // Then
        assertThat(request.charged()).isEqualTo(charged);
        assertThat(request.cost()).isEqualTo(new Nanos(charged ? 1 : 0));
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void emptyAnswerCostsNothing(Outcome outcome) {
        // When
        var request = SettlementRequest.of(completion(outcome, Usage.of(1_000_000, 0)), TERMS);
        // Then
        assertThat(request).isEqualTo(new SettlementRequest(request.completion(), false, Nanos.ZERO));
    }

    @Test
    void costThatDoesNotFitIsAnErrorAndNeverWraps() {
        var dear = PriceTerms.flat(1, new Rates(Long.MAX_VALUE, 0, 0, 0, 0));
        assertThatThrownBy(() -> SettlementRequest.of(completion(Outcome.COMPLETED, Usage.of(2, 1)), dear))
                .isInstanceOf(ArithmeticException.class);
    }

    private static CompletionFinished completion(Outcome outcome, Usage usage) {
        return new CompletionFinished(
                PromptId.derived(Instant.EPOCH, "p"),
                Payer.telegram(42),
                Channel.TELEGRAM,
                new AccountId(1001),
                "kopeck-sim",
                1,
                outcome,
                usage,
                false,
                1,
                CompletionFinished.Timings.NONE);
    }
}
