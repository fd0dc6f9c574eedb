package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.access.CountGateways;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** How gateways know of one another. */
@ApplicationScoped
class AccessTimers {

    private static final Logger LOG = Logger.getLogger(AccessTimers.class);

    private final CountGateways gateways;

    AccessTimers(CountGateways gateways) {
        this.gateways = gateways;
    }

    @Scheduled(
            identity = "count-gateways",
            every = "${kopeck.gateway.limits.heartbeat:2s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> beat() {
        return gateways.beat();
    }

    void onStop(@Observes ShutdownEvent event) {
        gateways.leave().subscribe().with(left -> LOG.debug("The other gateways share the limits"));
    }
}
