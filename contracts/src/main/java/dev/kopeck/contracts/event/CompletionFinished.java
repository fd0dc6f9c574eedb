package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Usage;

/**
 * The gateway is done with a prompt, one way or another. These facts travel as record headers; the
 * {@link CompletionContent} is the value, which billing does not read.
 *
 * @param priceVersion the version that the hold was made with
 * @param estimated whether Kopeck counted the tokens because the provider did not report them
 * @param attempts how often a provider was called; 0 where none was
 */
public record CompletionFinished(
        PromptId promptId,
        Payer payer,
        Channel channel,
        AccountId accountId,
        String model,
        int priceVersion,
        Outcome outcome,
        Usage usage,
        boolean estimated,
        int attempts,
        Timings timings)
        implements Event {

    @Override
    public Topic topic() {
        return Topic.COMPLETIONS_FINISHED;
    }

    @Override
    public String eventId() {
        return promptId + ".finished";
    }

    /**
     * Where a prompt's time went, in milliseconds, each zero or more.
     *
     * @param queueMs from the gateway's first sight of the prompt to the call of the model
     * @param firstTokenMs from the call to the first token of the answer; 0 where there was none
     * @param processMs from the call to its end
     */
    public record Timings(long queueMs, long firstTokenMs, long processMs) {
        public static final Timings NONE = new Timings(0, 0, 0);
    }
}
