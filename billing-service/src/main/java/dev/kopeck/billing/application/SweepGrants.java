package dev.kopeck.billing.application;

import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Begins grants whose time has come and takes back what is left of those that have ended. */
public final class SweepGrants {

    private static final Logger LOG = Logger.getLogger(SweepGrants.class);

    private final Grants grants;
    private final MoneyMetrics metrics;

    public SweepGrants(Grants grants, MoneyMetrics metrics) {
        this.grants = grants;
        this.metrics = metrics;
    }

    /** One sweep, in bounded batches. Never fails: what could not be done now is done by the next one. */
    public Uni<Void> sweep() {
        return Multi.createBy()
                .repeating()
                .uni(grants::sweep)
                .whilst(Grants.Swept::full)
                .invoke(this::note)
                .collect()
                .last()
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("Sweep of grants failed, the next one goes on reason=%s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void note(Grants.Swept swept) {
        for (var movement : swept.movements()) {
            LOG.infof(
                    "Grant moved accountId=%s entryId=%s amount=%s",
                    movement.account(), movement.entry(), movement.amount());
            if (movement.amount().isNegative()) {
                metrics.breakage(Nanos.ZERO.minus(movement.amount()));
            }
        }
    }
}
