package dev.kopeck.billing.domain;

import io.smallrye.mutiny.Uni;

/** Planted: a domain class that calls an adapter library. */
public final class DomainReadsInput {
    public Uni<String> read() {
        return Uni.createFrom().item("read");
    }
}
