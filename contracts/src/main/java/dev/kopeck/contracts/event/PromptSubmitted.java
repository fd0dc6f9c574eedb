package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;

/**
 * Somebody wants a prompt answered. These facts travel as record headers; the {@link PromptContent} is the value, which
 * billing forwards without reading it.
 *
 * @param model the model's id in Kopeck's catalogue
 * @param inputTokens an upper bound of the prompt's tokens, counted by the door
 * @param maxOutputTokens the longest answer wanted, in tokens; at least 1
 * @param priority 0 to 9, higher first among the prompts of one account
 */
public record PromptSubmitted(
        PromptId promptId,
        Payer payer,
        Channel channel,
        String model,
        long inputTokens,
        long maxOutputTokens,
        int priority)
        implements Event {

    public static final int PRIORITY_NORMAL = 5;

    @Override
    public Topic topic() {
        return Topic.PROMPTS_SUBMITTED;
    }

    @Override
    public String eventId() {
        return promptId + ".submitted";
    }
}
