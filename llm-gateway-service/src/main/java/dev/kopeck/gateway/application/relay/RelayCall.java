package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.PromptAuthorized;
import java.time.Duration;
import java.time.Instant;

/**
 * An authorised request.
 *
 * @param seenAt when it arrived, by this gateway's clock
 * @param deadline when its call is over, whatever has come until then
 */
record RelayCall(
        RelayRequest request, RelayPlan.Planned plan, PromptAuthorized prompt, Instant seenAt, Instant deadline) {

    RelayHead head() {
        return new RelayHead(prompt.promptId(), prompt.grantedOutputTokens(), prompt.held());
    }

    /** Tokens that each choice may have at most; 0 where the hold does not cover one for each. */
    long outputPerChoice() {
        return prompt.grantedOutputTokens() / request.wishes().choices();
    }

    /**
     * Silence that no provider of the model is allowed: the last resort, behind what watches each call. An answer that comes
     * as a whole is silent until it comes.
     */
    Duration patience(boolean waiting, RelaySettings settings) {
        if (!request.wishes().streamed()) {
            return Duration.between(seenAt, deadline);
        }
        return plan.model().targets().stream()
                .map(target -> target.provider().times())
                .map(times -> waiting ? times.firstToken() : times.idle())
                .reduce(waiting ? settings.firstTokenTimeout() : settings.idleTimeout(), RelayCall::longer);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    UpstreamCall upstream() {
        return new UpstreamCall(request.endpoint(), request.body(), request.wishes(), outputPerChoice());
    }
}
