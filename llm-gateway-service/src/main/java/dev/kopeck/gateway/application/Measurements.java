package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.CompletionFinished;

/** What operators want to see as numbers. Never blocks, never fails. */
public interface Measurements {

    /** A prompt has ended and is stored. Told once per prompt, not for answers from the record. */
    void finished(CompletionFinished finished);
}
