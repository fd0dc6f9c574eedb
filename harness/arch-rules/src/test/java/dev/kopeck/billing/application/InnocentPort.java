package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Innocent;
import io.smallrye.mutiny.Uni;

/** A port. */
public interface InnocentPort {
    Uni<Innocent> find(String id);
}
