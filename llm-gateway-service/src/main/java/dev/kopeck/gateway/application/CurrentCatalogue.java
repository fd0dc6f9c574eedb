package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Catalogue;
import java.util.concurrent.atomic.AtomicReference;

/** The catalogue that is in use. What has begun keeps the model that it found; what comes finds the next one. Thread-safe. */
public final class CurrentCatalogue {

    private final AtomicReference<Generation> current;

    public CurrentCatalogue(Catalogue first) {
        current = new AtomicReference<>(new Generation(first, 1));
    }

    private record Generation(Catalogue catalogue, long number) {}

    public Catalogue get() {
        return current.get().catalogue();
    }

    /** How many there were since the start, this one included. */
    public long generation() {
        return current.get().number();
    }

    public void replace(Catalogue next) {
        current.updateAndGet(before -> new Generation(next, before.number() + 1));
    }
}
