package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.relay.IdempotencyKeys;
import dev.kopeck.gateway.application.relay.RelaySessions;
import dev.kopeck.gateway.application.relay.RelaySettings;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** What the relay does by the clock, and at the end. */
@ApplicationScoped
class RelayLifecycle {

    private static final Logger LOG = Logger.getLogger(RelayLifecycle.class);
    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final GatewayConfig config;
    private final RelaySessions sessions;
    private final RelaySettings settings;
    private final IdempotencyKeys keys;
    private final InstantSource clock;

    RelayLifecycle(
            GatewayConfig config,
            RelaySessions sessions,
            RelaySettings settings,
            IdempotencyKeys keys,
            InstantSource clock) {
        this.config = config;
        this.sessions = sessions;
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        Multi.createFrom()
                .ticks()
                .every(config.call().tick())
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> sessions.tick(clock.instant(), settings));
    }

    /** New requests are refused at once. Answers that run get a while to end by themselves. */
    void onStop(@Observes ShutdownDelayInitiatedEvent event) {
        LOG.infof("The gateway stops. relayed=%d", sessions.count());
        sessions.refuseNew();
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(config.relay().stopGrace())
                .subscribe()
                .with(graceIsOver -> sessions.stopAll());
    }

    @Scheduled(
            identity = "forget-idempotency-keys",
            every = "${kopeck.gateway.retention.interval:10m}",
            delayed = "45s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetKeys() {
        return keys.forget(config.relay().idempotencyRetention(), FORGOTTEN_AT_ONCE)
                .onFailure()
                .invoke(f -> LOG.warnf(
                        "Idempotency keys were not forgotten. cause=%s",
                        f.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
