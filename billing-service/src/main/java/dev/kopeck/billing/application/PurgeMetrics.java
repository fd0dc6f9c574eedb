package dev.kopeck.billing.application;

/** Counts what was forgotten. */
public interface PurgeMetrics {

    /** @param table {@code idempotency} or {@code reject} */
    void purged(String table, int rows);
}
