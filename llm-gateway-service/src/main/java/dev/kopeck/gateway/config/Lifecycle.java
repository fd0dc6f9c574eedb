package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.ForgetPrompts;
import dev.kopeck.gateway.application.PromptClaims;
import dev.kopeck.gateway.application.RunningPrompts;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.tokens.TokenCounter;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** What happens at the start, at the end, and by the clock. */
@ApplicationScoped
class Lifecycle {

    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final GatewayConfig config;
    private final PromptClaims claims;
    private final RunningPrompts running;
    private final ForgetPrompts forgetPrompts;

    Lifecycle(GatewayConfig config, PromptClaims claims, RunningPrompts running, ForgetPrompts forgetPrompts) {
        this.config = config;
        this.claims = claims;
        this.running = running;
        this.forgetPrompts = forgetPrompts;
    }

    void onStart(@Observes StartupEvent event, InstanceId instance, CurrentCatalogue catalogue, TokenCounter counter) {
        Settings.requireConsistent(config);
        var models = catalogue.get().models();
        // Encodings load on first use, which takes half a second: not on the first prompt's time.
        models.forEach(model -> counter.countText(model.upstreamName(), ""));
        LOG.infof(
                "The gateway starts. instance=%s providers=%s models=%s catalogue=%s inFlightMax=%d",
                instance,
                catalogue.get().providers().stream().map(Provider::id).toList(),
                models.stream().map(Model::id).toList(),
                catalogue.get().version(),
                config.inFlightMax());
    }

    /** Unfinished prompts stay unacknowledged: another instance, or the next run, takes them over at once. */
    void onStop(@Observes ShutdownEvent event) {
        running.stop();
        claims.release().subscribe().with(released -> LOG.debug("Leases are released"));
    }

    @Scheduled(
            identity = "renew-leases",
            every = "${kopeck.gateway.claim.heartbeat:5s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> renewLeases() {
        return claims.renew();
    }

    @Scheduled(
            identity = "forget-prompts",
            every = "${kopeck.gateway.retention.interval:10m}",
            delayed = "30s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetPrompts() {
        return forgetPrompts.forget();
    }
}
