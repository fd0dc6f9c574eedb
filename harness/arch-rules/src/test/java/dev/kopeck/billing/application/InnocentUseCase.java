package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Innocent;
import io.smallrye.mutiny.Uni;

/** Calls ports only. */
public final class InnocentUseCase {
    private final InnocentPort port;

    public InnocentUseCase(InnocentPort port) {
        this.port = port;
    }

    public Uni<Innocent> find(String id) {
        return port.find(id);
    }
}
