package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;

/**
 * Billing declined a prompt before any model was called. A declined prompt id stays declined.
 *
 * @param needed the least that would have let the prompt pass; zero where money was not the reason
 * @param available what the account could spend at that moment; zero where money was not the reason
 * @param currency three letters, ISO 4217
 */
public record PromptDeclined(
        PromptId promptId,
        Payer payer,
        Channel channel,
        String model,
        DeclineReason reason,
        Nanos needed,
        Nanos available,
        String currency)
        implements Event {

    @Override
    public Topic topic() {
        return Topic.PROMPTS_DECLINED;
    }

    @Override
    public String eventId() {
        return promptId + ".declined";
    }
}
