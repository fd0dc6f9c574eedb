package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a prompt answered. These facts travel as record headers; the {@link PromptContent} is the value, which
 * billing forwards without reading it.
 *
 * @param model the model's id in Kopeck's catalogue
 * @param inputTokens an upper bound of the prompt's tokens, counted by the door
 * @param maxOutputTokens the longest answer wanted, in tokens; at least 1
 * @param priority 0 to 9, higher first among the prompts of one account
 * @param apiKeyId the API key that it came with, whose own limits hold too; null where it came without one
 * @param replyTo where the door waits for what becomes of it; null where that is told on the shared topics
 */
public record PromptSubmitted(
        PromptId promptId,
        Payer payer,
        Channel channel,
        String model,
        long inputTokens,
        long maxOutputTokens,
        int priority,
        @Nullable UUID apiKeyId,
        @Nullable ReplyAddress replyTo)
        implements Event {

    public static final int PRIORITY_NORMAL = 5;

    /** A prompt that came without an API key. */
    public PromptSubmitted(
            PromptId promptId,
            Payer payer,
            Channel channel,
            String model,
            long inputTokens,
            long maxOutputTokens,
            int priority) {
        this(promptId, payer, channel, model, inputTokens, maxOutputTokens, priority, null);
    }

    /** A prompt whose door waits for nothing. */
    public PromptSubmitted(
            PromptId promptId,
            Payer payer,
            Channel channel,
            String model,
            long inputTokens,
            long maxOutputTokens,
            int priority,
            @Nullable UUID apiKeyId) {
        this(promptId, payer, channel, model, inputTokens, maxOutputTokens, priority, apiKeyId, null);
    }

    @Override
    public Topic topic() {
        return Topic.PROMPTS_SUBMITTED;
    }

    @Override
    public String eventId() {
        return promptId + ".submitted";
    }
}
