package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.PromptAuthorized;
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

    UpstreamCall upstream() {
        return new UpstreamCall(request.endpoint(), request.body(), request.wishes(), outputPerChoice());
    }
}
