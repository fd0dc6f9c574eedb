package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.event.PromptSubmitted;
import io.smallrye.mutiny.Uni;

/** Tells billing and all gateways. Each completes when Kafka has it, and fails where that takes too long. */
public interface PromptEvents {

    /** Facts alone: the prompt's text stays here. */
    Uni<Void> submitted(PromptSubmitted prompt);

    Uni<Void> cancelled(PromptCancelled cancellation);
}
