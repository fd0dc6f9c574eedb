package dev.kopeck.telegram.domain;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a prompt's end. The facts come from different topics, in any order and more than once; each is
 * kept the first time that it is told.
 *
 * @param finishedAt when this service learned of it, by the database's clock; null together with {@code finished}
 */
public record Facts(
        @Nullable Finished finished,
        @Nullable Instant finishedAt,
        @Nullable Charge charge,
        @Nullable Refusal refusal) {

    public static final Facts NONE = new Facts(null, null, null, null);

    /**
     * The gateway is done.
     *
     * @param problem one sentence for the user; null where there was none
     */
    public record Finished(
            Outcome outcome,
            String text,
            @Nullable String finishReason,
            @Nullable String problem) {

        public Finished {
            text = PlainText.clean(text);
            problem = problem == null ? null : PlainText.clean(problem);
        }

        /** Without the texts: answers never reach a log. */
        @Override
        public String toString() {
            return "Finished[outcome=%s, text=%d characters]".formatted(outcome, text.length());
        }
    }

    /** Billing resolved the reservation. */
    public record Charge(Resolution resolution, Nanos charged, Nanos balance, String currency, boolean estimated) {

        /** A reservation that expired may still be charged late; then that charge is the one that counts. */
        public boolean isLast() {
            return resolution != Resolution.EXPIRED;
        }
    }

    /** Billing declined the prompt before any model was called. */
    public record Refusal(DeclineReason reason, String model, Nanos needed, Nanos available, String currency) {}
}
