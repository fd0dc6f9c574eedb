package dev.kopeck.billing.application;

import static java.util.Objects.requireNonNull;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** Planted: a chain whose failure nobody sees. */
public final class Detaches {
    public Cancellable fire(Uni<String> later) {
        return later.subscribe().with(value -> requireNonNull(value));
    }
}
