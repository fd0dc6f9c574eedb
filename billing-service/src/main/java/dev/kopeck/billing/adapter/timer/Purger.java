package dev.kopeck.billing.adapter.timer;

import dev.kopeck.billing.application.PurgeOldRows;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Purges old rows now and then. Every instance tries; the database lets one at a time. */
@ApplicationScoped
class Purger {

    private final PurgeOldRows purgeOldRows;

    Purger(PurgeOldRows purgeOldRows) {
        this.purgeOldRows = purgeOldRows;
    }

    @Scheduled(
            identity = "purge-old-rows",
            every = "{kopeck.billing.access.purge-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return purgeOldRows.purge();
    }
}
