package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.CheckRun;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Seal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operators watch to know that the books are right. Every instance shows the same figures. */
public interface TrustMetrics {

    void openViolations(Map<Invariant, Long> open);

    void lastRuns(List<CheckRun> runs);

    void parkedAccounts(long accounts);

    void lastSeal(Optional<Seal> seal);

    /** Accounts were parked now. */
    void parked(int accounts);

    /** A verification found so many hours that are not as they were sealed. */
    void wrongSeals(long hours);

    /** A reconciliation of this kind was finished with so many differences. */
    void reconciled(String kind, long differing);
}
