package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;

/**
 * Somebody no longer wants a prompt answered. Every gateway reads this; the one that answers the prompt stops.
 *
 * @param who the part of Kopeck that asked, for the records
 */
public record PromptCancelled(PromptId promptId, Payer payer, Channel who) implements Event {

    @Override
    public Topic topic() {
        return Topic.PROMPTS_CANCELLED;
    }

    @Override
    public String eventId() {
        return promptId + ".cancelled";
    }
}
