package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Rows that serve for a while only. Each call is one transaction over a bounded number of rows, oldest first. */
public interface OldRows {

    /** Recorded answers under their idempotency keys; answers how many were deleted. */
    Uni<Integer> purgeIdempotency(Duration olderThan, int limit);

    /** Refused prompt ids; answers how many were deleted. */
    Uni<Integer> purgeRejects(Duration olderThan, int limit);
}
