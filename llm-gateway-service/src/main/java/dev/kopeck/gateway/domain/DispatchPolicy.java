package dev.kopeck.gateway.domain;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.gateway.domain.DispatchDecision.Dispatch;
import dev.kopeck.gateway.domain.DispatchDecision.Refuse;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides what is asked of a model, and whether it is asked at all.
 *
 * @param callDurationMax how long a call may take, retries included
 * @param holdMargin how long before the hold's end a call has to be over: covers clocks that differ and the way of the
 *     outcome to billing
 */
public record DispatchPolicy(Duration callDurationMax, Duration holdMargin) {

    public DispatchPolicy {
        if (!callDurationMax.isPositive() || holdMargin.isNegative()) {
            throw new IllegalArgumentException("a call needs time, and a margin is zero or more");
        }
    }

    /** How long a prompt may wait for a model before its hold does not cover a call any more; never negative. */
    public Duration patience(PromptAuthorized prompt, Instant now) {
        var left = Duration.between(now, prompt.expiresAt().minus(holdMargin));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** @param inputTokens the prompt's tokens, counted with the model's own tokenizer where it is known */
    public DispatchDecision decide(
            PromptAuthorized prompt, PromptContent content, Model model, long inputTokens, Instant now) {
        var holdEnds = prompt.expiresAt().minus(holdMargin);
        if (!now.isBefore(holdEnds)) {
            return new Refuse(Problems.holdExpired());
        }
        long room = model.contextWindow() - inputTokens;
        if (room < 1) {
            return new Refuse(Problems.contextLengthExceeded(inputTokens, model.contextWindow() - 1));
        }
        long output = Math.min(Math.min(prompt.grantedOutputTokens(), model.outputLimit()), room);
        var latest = now.plus(callDurationMax);
        var deadline = latest.isBefore(holdEnds) ? latest : holdEnds;
        return new Dispatch(new ModelCall(model, content.messages(), inputTokens, output, deadline));
    }
}
