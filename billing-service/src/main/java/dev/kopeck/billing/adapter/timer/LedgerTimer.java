package dev.kopeck.billing.adapter.timer;

import dev.kopeck.billing.application.KeepLedger;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks after the ledger's tables. Every instance tries; the database lets one at a time. */
@ApplicationScoped
class LedgerTimer {

    private final KeepLedger keepLedger;

    LedgerTimer(KeepLedger keepLedger) {
        this.keepLedger = keepLedger;
    }

    @Scheduled(
            identity = "ledger-partitions",
            every = "{kopeck.billing.ledger.partition-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> partitions() {
        return keepLedger.checkPartitions();
    }

    @Scheduled(
            identity = "ledger-rollup",
            every = "{kopeck.billing.ledger.roll-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> rollup() {
        return keepLedger.roll();
    }
}
