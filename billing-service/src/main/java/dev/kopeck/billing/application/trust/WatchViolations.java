package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.Violation;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What a violation leads to: it is kept, told, and its account parked; the others go on. */
public final class WatchViolations {

    private static final Logger LOG = Logger.getLogger(WatchViolations.class);

    private final Violations violations;
    private final Parking parking;
    private final TrustMetrics metrics;

    public WatchViolations(Violations violations, Parking parking, TrustMetrics metrics) {
        this.violations = violations;
        this.parking = parking;
        this.metrics = metrics;
    }

    Uni<Void> saw(List<Violation> found) {
        if (found.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return violations.record(found).invoke(WatchViolations::tell).chain(() -> park(found));
    }

    /** Figures stay out of the log: they are the customer's. */
    static void tell(List<Violation> fresh) {
        fresh.forEach(violation -> LOG.warnf(
                "Invariant violated invariant=%d name=%s accountId=%s subject=%s",
                violation.invariant().number(),
                violation.invariant().apiName(),
                violation.account().map(AccountId::toString).orElse("none"),
                violation.subject()));
    }

    /** What cannot be parked now is by the next check; it must not keep the others from being checked. */
    private Uni<Void> park(List<Violation> found) {
        var accounts = found.stream()
                .filter(Violation::parks)
                .map(Violation::account)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (accounts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return parking.park(accounts)
                .invoke(this::parked)
                .onFailure()
                .invoke(failure -> LOG.warnf("Accounts not parked, the next check tries again reason=%s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void parked(List<AccountId> accounts) {
        accounts.forEach(account -> LOG.warnf("Account parked, its books do not add up accountId=%s", account));
        metrics.parked(accounts.size());
    }
}
