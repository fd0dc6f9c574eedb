package dev.kopeck.billing.adapter.timer;

import dev.kopeck.billing.application.ExpireHolds;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Sweeps expired holds every few seconds. Every instance tries; the database lets one at a time. */
@ApplicationScoped
class Sweeper {

    private final ExpireHolds expireHolds;

    Sweeper(ExpireHolds expireHolds) {
        this.expireHolds = expireHolds;
    }

    @Scheduled(
            identity = "expire-holds",
            every = "{kopeck.billing.sweep-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return expireHolds.sweep();
    }
}
