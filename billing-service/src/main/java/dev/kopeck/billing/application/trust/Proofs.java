package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.Proof;
import dev.kopeck.billing.domain.trust.Tally;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Proofs that are asked for, under way and done. Takes part in an open transaction. */
public interface Proofs {

    Uni<Proof> request(UUID id);

    /** Asks for the proof of this night unless it was asked for before, and tells whether it did. */
    Uni<Boolean> requestNightly(LocalDate night, UUID id);

    /** The oldest one that is not finished, begun now if it was not. */
    Uni<Optional<Proof>> next();

    /** Everything up to this account is checked. */
    Uni<Void> advance(UUID id, long account, Tally tally);

    Uni<Proof> finish(UUID id, long violations);

    Uni<Optional<Proof>> find(UUID id);

    /** Newest first, older than the given one where there is one. */
    Uni<List<Proof>> list(Optional<UUID> before, int limit);
}
