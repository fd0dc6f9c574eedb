package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.PromptState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A prompt as its owner sees it.
 *
 * @param position how many turns it takes until it is answered, from 1, as of some seconds ago; only while it waits
 * @param completion how it was answered; empty while it was not. Its text is empty once forgotten
 * @param textForgotten whether there was an answer that is kept no more
 * @param charge what billing said; empty until it has
 */
public record PromptReport(
        Order order,
        PromptState state,
        OptionalInt position,
        Optional<Completion> completion,
        boolean textForgotten,
        Optional<Charge> charge,
        Optional<Decline> decline,
        Optional<Instant> endedAt) {

    public PromptId id() {
        return order.id();
    }

    /** Whether anything may still change; what was expired may be settled late, which is an exception. */
    public boolean isOver() {
        return endedAt.isPresent();
    }

    /** What was asked for. */
    public record Order(
            PromptId id,
            AccountId account,
            String model,
            long maxOutputTokens,
            int priority,
            boolean cancelRequested,
            Instant createdAt) {}

    /** What it cost: zero where there was nothing to pay. */
    public record Charge(Nanos charged, String currency) {}

    /** Why billing did not let it pass; amounts are zero where money was not the reason. */
    public record Decline(DeclineReason reason, Nanos needed, Nanos available, String currency) {}
}
