package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Looks how long events wait to be sent: by itself, so that it tells also where the relay is stuck. */
public final class WatchOutbox {

    private static final Logger LOG = Logger.getLogger(WatchOutbox.class);

    private final OutboxAge outbox;
    private final OutboxMetrics metrics;

    public WatchOutbox(OutboxAge outbox, OutboxMetrics metrics) {
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** One look. Never fails. */
    public Uni<Void> look() {
        return outbox.oldest()
                .invoke(metrics::oldest)
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("The outbox could not be looked at, the next look goes on reason=%s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
