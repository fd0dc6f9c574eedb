package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.PromptSubmitted;
import java.util.concurrent.CompletionStage;

/** What is told to billing. Both methods send at once, whether or not anybody waits, and never block. */
public interface RelayEvents {

    /** Asks for a reservation. Completes when the broker has it; fails soon where the broker is away. */
    CompletionStage<Void> submit(PromptSubmitted prompt);

    /** Tells how a prompt ended. Tried for as long as this gateway lives. */
    void finish(CompletionFinished finished);
}
