package dev.kopeck.billing.application;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Gives back what nobody settled in time: bounded batches, as long as they come back full. */
public final class ExpireHolds {

    private static final Logger LOG = Logger.getLogger(ExpireHolds.class);

    private final Holds holds;
    private final int batch;
    private final BillingMetrics metrics;

    public ExpireHolds(Holds holds, int batch, BillingMetrics metrics) {
        this.holds = holds;
        this.batch = batch;
        this.metrics = metrics;
    }

    /** One sweep. Never fails: what could not be done now is done by the next one. */
    public Uni<Void> sweep() {
        return Multi.createBy()
                .repeating()
                .uni(() -> holds.expire(batch))
                .whilst(ended -> ended == batch)
                .invoke(this::note)
                .collect()
                .last()
                .chain(holds::overdue)
                .invoke(metrics::overdueHolds)
                .onFailure()
                .invoke(failure -> LOG.warnf("Sweep failed, the next one goes on reason=%s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void note(int ended) {
        if (ended > 0) {
            metrics.expired(ended);
            LOG.infof("Holds expired count=%d", ended);
        }
    }
}
