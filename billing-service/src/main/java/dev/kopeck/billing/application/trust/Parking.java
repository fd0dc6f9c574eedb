package dev.kopeck.billing.application.trust;

import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Accounts that reserve nothing until an operator has looked at their books. Takes part in an open transaction. */
public interface Parking {

    /** Parks under the accounts' locks; answers those that were not parked before. */
    Uni<List<AccountId>> park(List<AccountId> accounts);

    /** Locks the account until the transaction ends, and tells whether it is parked; empty where there is none. */
    Uni<Optional<Boolean>> lock(AccountId account);

    Uni<Void> unpark(AccountId account);

    Uni<Long> count();

    /** Parked accounts with their open violations, by id. */
    Uni<List<Parked>> parked(long after, int limit);

    record Parked(AccountId account, List<Violations.Seen> violations) {
        public Parked {
            violations = List.copyOf(violations);
        }
    }
}
