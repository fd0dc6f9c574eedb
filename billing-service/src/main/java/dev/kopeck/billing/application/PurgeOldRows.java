package dev.kopeck.billing.application;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Deletes what nobody can ask for any more: bounded batches, as long as they come back full. */
public final class PurgeOldRows {

    private static final Logger LOG = Logger.getLogger(PurgeOldRows.class);

    private final OldRows rows;
    private final Duration idempotencyRetention;
    private final Duration rejectRetention;
    private final int batch;
    private final PurgeMetrics metrics;

    public PurgeOldRows(
            OldRows rows, Duration idempotencyRetention, Duration rejectRetention, int batch, PurgeMetrics metrics) {
        this.rows = rows;
        this.idempotencyRetention = idempotencyRetention;
        this.rejectRetention = rejectRetention;
        this.batch = batch;
        this.metrics = metrics;
    }

    /** One round. Never fails: what could not be done now is done by the next one. */
    public Uni<Void> purge() {
        return all("idempotency", () -> rows.purgeIdempotency(idempotencyRetention, batch))
                .chain(() -> all("reject", () -> rows.purgeRejects(rejectRetention, batch)));
    }

    private Uni<Void> all(String table, Supplier<Uni<? extends Integer>> once) {
        return Multi.createBy()
                .repeating()
                .uni(once)
                .whilst(purged -> purged == batch)
                .invoke(purged -> note(table, purged))
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("Purge failed, the next one goes on table=%s reason=%s", table, failure.getMessage()))
                .onFailure()
                .recoverWithCompletion()
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void note(String table, int purged) {
        if (purged > 0) {
            metrics.purged(table, purged);
            LOG.infof("Old rows purged table=%s count=%d", table, purged);
        }
    }
}
