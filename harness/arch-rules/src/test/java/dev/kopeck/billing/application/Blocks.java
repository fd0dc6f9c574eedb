package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;

/** Planted: a blocking wait. */
public final class Blocks {
    public String wait(Uni<String> later) {
        return later.await().indefinitely();
    }
}
