package dev.kopeck.telegram.application;

import io.smallrye.mutiny.Uni;

/** Port: prompts.submitted. */
public interface PromptEvents {

    /** Completes when the broker has acknowledged the event; the same prompt always becomes the same record. */
    Uni<Void> submitted(StoredPrompt prompt);
}
