package dev.kopeck.billing.config;

import dev.kopeck.billing.application.RelayOutbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Relays the outbox for as long as the service lives; finer than the scheduler's seconds. */
@Singleton
class OutboxLoop {

    private static final Logger LOG = Logger.getLogger(OutboxLoop.class);

    private final RelayOutbox relayOutbox;
    private final BillingConfig config;
    private volatile @Nullable Cancellable loop;

    OutboxLoop(RelayOutbox relayOutbox, BillingConfig config) {
        this.relayOutbox = relayOutbox;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        loop = Multi.createFrom()
                .ticks()
                .every(config.relayInterval())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> relayOutbox.relay())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("The outbox relay ended", failure));
    }

    void stop(@Observes ShutdownEvent stopping) {
        var running = loop;
        if (running != null) {
            running.cancel();
        }
    }
}
