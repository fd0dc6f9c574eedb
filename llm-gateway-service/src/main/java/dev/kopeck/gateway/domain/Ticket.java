package dev.kopeck.gateway.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;

/**
 * A prompt's claim to a place at a model.
 *
 * @param priority 0 to 9, higher first among the prompts of one account
 * @param model what must have a free place, by its id in the catalogue
 * @param refusable whether it may be turned away where too many wait. One that waited at the broker while no gateway
 *     took it, or that a gateway has taken in before, may not: it has waited its share already
 */
public record Ticket(PromptId promptId, AccountId accountId, int priority, String model, boolean refusable) {

    public static final int PRIORITY_MAX = 9;

    public Ticket {
        if (priority < 0 || priority > PRIORITY_MAX) {
            throw new IllegalArgumentException("a priority is 0 to 9, not " + priority);
        }
    }

    /** Of a prompt that has just come. */
    public Ticket(PromptId promptId, AccountId accountId, int priority, String model) {
        this(promptId, accountId, priority, model, true);
    }
}
