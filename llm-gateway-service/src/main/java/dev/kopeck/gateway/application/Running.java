package dev.kopeck.gateway.application;

import io.smallrye.mutiny.Multi;
import java.util.concurrent.CompletableFuture;

/** A prompt that this gateway answers right now, and the way to interrupt it. Thread-safe. */
final class Running {

    private final CompletableFuture<Signal> interruption = new CompletableFuture<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    /** The first interruption counts, later ones change nothing. */
    void interrupt(Signal signal) {
        interruption.complete(signal);
    }

    /** Runs once the prompt is over, its ending stored; at once where it is. */
    void atEnd(Runnable action) {
        // Nothing follows it: nothing to keep of this stage.
        var _ = over.thenRun(action);
    }

    void end() {
        over.complete(true);
    }

    /** Empty unless interrupted; then that, once per subscription, also to those who come late. */
    Multi<Signal> interruptions() {
        return Multi.createFrom().emitter(emitter -> {
            // What comes after the emitter's end is dropped by it: nothing to keep of this stage.
            var _ = interruption.thenAccept(signal -> emitter.emit(signal).complete());
        });
    }
}
