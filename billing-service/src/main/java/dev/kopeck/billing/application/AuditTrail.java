package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what {@link AuditLog} wrote. */
public interface AuditTrail {

    /** @param before where to go on; newest first, and at most so many */
    Uni<List<Recorded>> find(Filter filter, Optional<Position> before, int limit);

    /**
     * What is asked for; what is empty restricts nothing.
     *
     * @param from the earliest time, inclusive
     * @param to the latest time, exclusive
     */
    record Filter(
            Optional<String> subject,
            Optional<String> who,
            Optional<String> action,
            Optional<Instant> from,
            Optional<Instant> to) {}

    /** An entry's place: by the database's clock to the microsecond, then by id. */
    record Position(Instant at, UUID id) {}

    /** An entry as it was written. */
    record Recorded(Position position, AuditLog.Entry entry) {}
}
