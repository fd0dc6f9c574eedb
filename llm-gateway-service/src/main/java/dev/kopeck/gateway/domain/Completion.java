package dev.kopeck.gateway.domain;

import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionContent.Problem;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.money.Usage;
import java.time.Duration;

/**
 * How a prompt ended. Stored before it is told, and told in the same words each time.
 *
 * @param estimated whether the usage was counted locally because the provider reported none
 * @param attempts how often a provider was, or may have been, called
 */
public record Completion(
        Outcome outcome, Usage usage, boolean estimated, int attempts, Timings timings, CompletionContent content) {

    /** No model was called by this gateway. */
    public static Completion refused(Problem problem, int attemptsBefore) {
        var content = new CompletionContent("", null, problem);
        return new Completion(Outcome.REFUSED, Usage.NONE, false, attemptsBefore, Timings.NONE, content);
    }

    /** Its owner took it back before this gateway called a model. */
    public static Completion withdrawn(int attemptsBefore) {
        var content = new CompletionContent("", null, Problems.cancelled());
        return new Completion(Outcome.CANCELLED, Usage.NONE, false, attemptsBefore, Timings.NONE, content);
    }

    /** What is told of it where its text is not for everybody who hears of it. */
    public Completion withoutText() {
        var told = new CompletionContent("", content.finishReason(), content.problem());
        return new Completion(outcome, usage, estimated, attempts, timings, told);
    }

    /** No model was called by this gateway, after it waited for one. */
    public static Completion unanswered(Outcome outcome, Problem problem, int attemptsBefore, Duration waited) {
        var content = new CompletionContent("", null, problem);
        var timings = new Timings(Math.max(0, waited.toMillis()), 0, 0);
        return new Completion(outcome, Usage.NONE, false, attemptsBefore, timings, content);
    }

    /** What is told of it where its text cannot be told: nobody pays for what did not arrive. */
    public Completion undeliverable() {
        var content = new CompletionContent("", null, Problems.undeliverableAnswer());
        return new Completion(Outcome.FAILED, Usage.NONE, false, attempts, timings, content);
    }

    /** The event that tells of it. */
    public CompletionFinished eventFor(PromptAuthorized prompt) {
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
                timings);
    }
}
