package dev.kopeck.billing.adapter.timer;

import dev.kopeck.billing.application.trust.CheckBooks;
import dev.kopeck.billing.application.trust.ProveNightly;
import dev.kopeck.billing.application.trust.ReconcileOnRequest;
import dev.kopeck.billing.application.trust.SealHours;
import dev.kopeck.billing.application.trust.VerifySeals;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Looks after the books. Every instance tries; the database lets one at a time, and what was asked for over REST waits
 * there too, so it does not matter which instance was asked or which one dies.
 */
@ApplicationScoped
class TrustTimers {

    private final CheckBooks checkBooks;
    private final ProveNightly proveNightly;
    private final SealHours sealHours;
    private final VerifySeals verifySeals;
    private final ReconcileOnRequest reconcile;

    TrustTimers(
            CheckBooks checkBooks,
            ProveNightly proveNightly,
            SealHours sealHours,
            VerifySeals verifySeals,
            ReconcileOnRequest reconcile) {
        this.checkBooks = checkBooks;
        this.proveNightly = proveNightly;
        this.sealHours = sealHours;
        this.verifySeals = verifySeals;
        this.reconcile = reconcile;
    }

    @Scheduled(
            identity = "check-books",
            every = "{kopeck.billing.trust.check-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return checkBooks.check();
    }

    @Scheduled(
            identity = "prove-books",
            every = "{kopeck.billing.trust.work-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> prove() {
        return proveNightly.work();
    }

    @Scheduled(
            identity = "seal-hours",
            every = "{kopeck.billing.trust.seal-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> seal() {
        return sealHours.seal();
    }

    @Scheduled(
            identity = "verify-seals",
            every = "{kopeck.billing.trust.work-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> verify() {
        return verifySeals.work();
    }

    @Scheduled(
            identity = "reconcile",
            every = "{kopeck.billing.trust.work-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> reconcile() {
        return reconcile.work();
    }
}
