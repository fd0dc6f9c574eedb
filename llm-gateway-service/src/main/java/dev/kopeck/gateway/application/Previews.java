package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.CompletionChunk;

/** Shows answers while they are being written. */
public interface Previews {

    /** Sends a preview without waiting; it may get lost, and nothing tells. Never throws, never blocks. */
    void show(CompletionChunk chunk);
}
