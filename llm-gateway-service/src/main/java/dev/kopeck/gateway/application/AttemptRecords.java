package dev.kopeck.gateway.application;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** The gateway's memory of calls. Every method fails where the database cannot be reached, and may be repeated. */
public interface AttemptRecords {

    /** Writes those that are not there yet. */
    Uni<Void> write(List<AttemptRecord> attempts);

    /**
     * Forgets some that are older than this.
     *
     * @return how many; less than the bound where none are left
     */
    Uni<Integer> forget(Duration olderThan, int atMost);
}
