package dev.kopeck.gateway.domain;

import dev.kopeck.contracts.event.PromptContent;
import java.time.Instant;
import java.util.List;

/**
 * One decided call of a model.
 *
 * @param inputTokens the prompt's tokens as counted locally, without any margin
 * @param outputTokensMax the longest answer to ask for: never more than was granted
 * @param deadline when the call is given up, whatever has come until then
 */
public record ModelCall(
        Model model, List<PromptContent.Message> messages, long inputTokens, long outputTokensMax, Instant deadline) {

    public ModelCall {
        messages = List.copyOf(messages);
    }
}
