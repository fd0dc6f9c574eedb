package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import java.time.Instant;

/**
 * Billing holds the worst case of this prompt: a model may be called for it until the hold expires.
 *
 * @param prompt the prompt as it was submitted
 * @param price the terms pinned for this prompt, whatever the price becomes meanwhile
 * @param held the amount that is reserved
 * @param grantedOutputTokens the longest answer that the hold covers, at most what was wanted
 * @param expiresAt when the hold ends by itself, by the database's clock
 */
public record PromptAuthorized(
        PromptSubmitted prompt,
        AccountId accountId,
        PriceTerms price,
        Nanos held,
        long grantedOutputTokens,
        Instant expiresAt)
        implements Event {

    public PromptId promptId() {
        return prompt.promptId();
    }

    @Override
    public Payer payer() {
        return prompt.payer();
    }

    @Override
    public Topic topic() {
        return Topic.PROMPTS_AUTHORIZED;
    }

    @Override
    public String eventId() {
        return promptId() + ".authorized";
    }
}
