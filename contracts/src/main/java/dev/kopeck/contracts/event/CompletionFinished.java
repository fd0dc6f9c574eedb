package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The gateway is done with a prompt, one way or another. These facts travel as record headers; the
 * {@link CompletionContent} is the value, which billing does not read.
 *
 * @param priceVersion the version that the hold was made with
 * @param estimated whether Kopeck counted the tokens because the provider did not report them
 * @param attempts how often a provider was called; 0 where none was
 * @param inputOnly whether the answer has no tokens of output by its nature, such as an embedding: what was delivered is
 *     charged for its input. Any other answer without output is empty, and costs nothing
 * @param correlationId what the door that waits calls the prompt, and finds on its charge; null where none waits
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
        Timings timings,
        boolean inputOnly,
        @Nullable String correlationId)
        implements Event {

    /** An answer of text that nobody waits for. */
    public CompletionFinished(
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
            Timings timings) {
        this(
                promptId,
                payer,
                channel,
                accountId,
                model,
                priceVersion,
                outcome,
                usage,
                estimated,
                attempts,
                timings,
                false,
                null);
    }

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
