package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.Seal;
import dev.kopeck.billing.domain.trust.SealVerification;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The hash chain over the ledger, one seal per closed hour. */
public interface Seals {

    /** Seals the next hour where it is closed, in a transaction of its own; one instance at a time. */
    Uni<Sealing> sealNext(Duration grace);

    Uni<Optional<Seal>> last();

    /** Newest first, older than the given hour where there is one. */
    Uni<List<Seal>> list(Optional<Instant> before, int limit);

    /** Takes part in an open transaction. */
    Uni<SealVerification> request(UUID id, Instant from, Instant to);

    /** The oldest verification that is not finished. */
    Uni<Optional<SealVerification>> next();

    /** Hashes these hours again. */
    Uni<SealVerification.Part> verify(Instant from, Instant to);

    /** Notes what verifying some hours gave. */
    Uni<SealVerification> advance(UUID id, SealVerification.Part part, boolean finished);

    Uni<Optional<SealVerification>> find(UUID id);

    /** What became of an attempt to seal. */
    sealed interface Sealing {
        record Sealed(Instant hour, long rows, String hash) implements Sealing {}

        /** A transaction is running that may still commit rows of the hour. */
        record Waiting(Instant hour) implements Sealing {}

        /** No hour is over, or somebody else seals. */
        record Nothing() implements Sealing {}
    }
}
