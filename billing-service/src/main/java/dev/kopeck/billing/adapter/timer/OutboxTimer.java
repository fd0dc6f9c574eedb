package dev.kopeck.billing.adapter.timer;

import dev.kopeck.billing.application.WatchOutbox;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks at the outbox as often as at the holds; every instance by itself, since each shows its own metrics. */
@ApplicationScoped
class OutboxTimer {

    private final WatchOutbox watchOutbox;

    OutboxTimer(WatchOutbox watchOutbox) {
        this.watchOutbox = watchOutbox;
    }

    @Scheduled(
            identity = "watch-outbox",
            every = "{kopeck.billing.sweep-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return watchOutbox.look();
    }
}
