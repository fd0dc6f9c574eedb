package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.Reconciliation;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Works off the comparisons that take longer than a request may. */
public final class ReconcileOnRequest {

    private static final Logger LOG = Logger.getLogger(ReconcileOnRequest.class);

    private static final Duration MOST = Duration.ofHours(12);

    private final Leadership leadership;
    private final Reconciliations reconciliations;
    private final ReconcileKafka kafka;
    private final TrustMetrics metrics;

    public ReconcileOnRequest(
            Leadership leadership, Reconciliations reconciliations, ReconcileKafka kafka, TrustMetrics metrics) {
        this.leadership = leadership;
        this.reconciliations = reconciliations;
        this.kafka = kafka;
        this.metrics = metrics;
    }

    /** One round, by one instance. Never fails: the next one goes on. */
    public Uni<Void> work() {
        return leadership
                .alone(
                        "reconciliation",
                        MOST,
                        () -> reconciliations
                                .next()
                                .chain(open -> open.map(this::compare)
                                        .orElse(Uni.createFrom().voidItem())))
                .onFailure()
                .invoke(failure -> LOG.warnf("Reconciliation interrupted, the next round goes on reason=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> compare(Reconciliation asked) {
        return kafka.compare(asked).invoke(this::tell).replaceWithVoid();
    }

    private void tell(Reconciliation done) {
        if (done.failure().isEmpty()) {
            metrics.reconciled(done.kind().apiName(), done.differing());
        }
        LOG.infof(
                "Reconciliation finished reconciliationId=%s kind=%s compared=%d differing=%d failed=%s",
                done.id(),
                done.kind().apiName(),
                done.compared(),
                done.differing(),
                done.failure().isPresent());
    }
}
