package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.access.RateStanding;
import dev.kopeck.gateway.domain.relay.Receipt;
import dev.kopeck.gateway.domain.relay.Refusal;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one connection. Everything is called on its executor, one thing after the other; after the client
 * is gone every call is in vain and does nothing.
 */
public interface RelayClient {

    /** Where everything about this request happens. */
    Executor executor();

    /** Tells what is left of the client's limits, whatever becomes of the request. */
    void standing(RateStanding standing);

    /** Ends the response with an error. Only before {@link #begin}. */
    void refuse(Refusal refusal, @Nullable PromptId promptId);

    /** Ends the response with an answer as a whole. Only before {@link #begin}. */
    void answer(RelayHead head, byte[] body, @Nullable Receipt receipt);

    /** Begins a stream of events. */
    void begin(RelayHead head);

    /**
     * Sends a part of the stream.
     *
     * @return whether the client keeps up; where not, {@code drained} runs once it does
     */
    boolean write(byte[] bytes, Runnable drained);

    /** Sends the last part and ends the stream. */
    void end(byte[] last);
}
