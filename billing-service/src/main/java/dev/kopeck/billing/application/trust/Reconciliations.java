package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.Reconciliation;
import dev.kopeck.billing.domain.trust.Reconciliation.Kind;
import dev.kopeck.billing.domain.trust.Report;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Comparisons that are asked for and done. Takes part in an open transaction. */
public interface Reconciliations {

    Uni<Reconciliation> request(UUID id, Kind kind, Instant from, Instant to);

    /** The oldest one that is not finished. */
    Uni<Optional<Reconciliation>> next();

    Uni<Reconciliation> finish(UUID id, Report report);

    /** @param reason a sentence */
    Uni<Reconciliation> fail(UUID id, String reason);

    Uni<Optional<Reconciliation>> find(UUID id);

    /** Newest first, without their results. */
    Uni<List<Reconciliation>> list(Optional<Kind> kind, Optional<UUID> before, int limit);
}
