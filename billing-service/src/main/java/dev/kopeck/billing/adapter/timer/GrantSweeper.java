package dev.kopeck.billing.adapter.timer;

import dev.kopeck.billing.application.SweepGrants;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks for grants that begin or have ended. Every instance tries; the database lets one at a time. */
@ApplicationScoped
class GrantSweeper {

    private final SweepGrants sweepGrants;

    GrantSweeper(SweepGrants sweepGrants) {
        this.sweepGrants = sweepGrants;
    }

    @Scheduled(
            identity = "sweep-grants",
            every = "{kopeck.billing.payments.lot-sweep-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return sweepGrants.sweep();
    }
}
