package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.EntryRange;
import dev.kopeck.billing.domain.trust.Violation;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Lets a parked account go on, once its books are right again from the first entry to the last. */
public final class UnparkAccount {

    private final Parking parking;
    private final CheckAccounts checks;
    private final Violations violations;

    public UnparkAccount(Parking parking, CheckAccounts checks, Violations violations) {
        this.parking = parking;
        this.checks = checks;
        this.violations = violations;
    }

    /** In the caller's transaction: the account stays locked from the check to the change. */
    public Uni<Outcome> unpark(AccountId account) {
        return parking.lock(account).chain(parked -> {
            if (parked.isEmpty()) {
                return Uni.createFrom().item(new Outcome.Unknown());
            }
            return parked.get() ? checked(account) : Uni.createFrom().item(new Outcome.NotParked());
        });
    }

    private Uni<Outcome> checked(AccountId account) {
        return checks.violations(new EntryRange(account.value(), 0, 0))
                .chain(found ->
                        found.isEmpty() ? unparked(account) : Uni.createFrom().item(new Outcome.StillViolated(found)));
    }

    private Uni<Outcome> unparked(AccountId account) {
        return parking.unpark(account).chain(() -> violations.clear(account)).replaceWith(new Outcome.Unparked());
    }

    /** How it went. */
    public sealed interface Outcome {
        record Unparked() implements Outcome {}

        record Unknown() implements Outcome {}

        record NotParked() implements Outcome {}

        record StillViolated(List<Violation> violations) implements Outcome {
            public StillViolated {
                violations = List.copyOf(violations);
            }
        }
    }
}
