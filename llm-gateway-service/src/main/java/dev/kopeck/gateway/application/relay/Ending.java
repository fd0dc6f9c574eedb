package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.money.Usage;

/**
 * How a relayed request ended.
 *
 * @param estimated whether the usage was counted here
 * @param inputOnly whether it is charged for its input although it has no output
 */
record Ending(Outcome outcome, Usage usage, boolean estimated, boolean inputOnly, int attempts, Timings timings) {

    static final Ending NOT_CALLED = new Ending(Outcome.REFUSED, Usage.NONE, false, false, 0, Timings.NONE);

    /** Whether billing charges for it, by what it has in common with billing's own rule. */
    boolean isPaid() {
        return outcome.isCharged() && (inputOnly || usage.outputTokens() > 0);
    }

    CompletionFinished eventFor(PromptAuthorized prompt, String correlationId) {
        return new CompletionFinished(
                prompt.promptId(),
                prompt.payer(),
                prompt.prompt().channel(),
                prompt.accountId(),
                prompt.prompt().model(),
                prompt.price().version(),
                outcome,
                usage,
                estimated,
                attempts,
                timings,
                inputOnly,
                correlationId);
    }
}
