package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.PromptContent;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client asks for.
 *
 * @param maxOutputTokens the longest answer wanted; the model's own limit where it is left out
 * @param priority 0 to 9, higher first among the prompts of one account
 * @param callback who is told of the end
 * @param idempotencyKey what the client calls this request: the same one makes no second prompt
 * @param fingerprint the request in one text, the same for the same meaning; only its hash is kept
 */
public record PromptOrder(
        String model,
        PromptContent content,
        OptionalLong maxOutputTokens,
        int priority,
        Optional<URI> callback,
        Optional<String> idempotencyKey,
        String fingerprint) {

    /** Without the fingerprint, which holds the prompt. */
    @Override
    public String toString() {
        return "PromptOrder[model=%s, content=%s, priority=%d]".formatted(model, content, priority);
    }
}
