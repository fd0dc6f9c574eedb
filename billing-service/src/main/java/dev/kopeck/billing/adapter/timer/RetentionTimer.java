package dev.kopeck.billing.adapter.timer;

import dev.kopeck.billing.application.CompareRetention;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Looks how long Kafka keeps prompts, as often as old refusals are purged: right after the start, beside it, and whenever
 * somebody may have changed the topic since.
 */
@ApplicationScoped
class RetentionTimer {

    private final CompareRetention retention;

    RetentionTimer(CompareRetention retention) {
        this.retention = retention;
    }

    @Scheduled(
            identity = "compare-retention",
            every = "{kopeck.billing.access.purge-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> compare() {
        return retention.compare();
    }
}
