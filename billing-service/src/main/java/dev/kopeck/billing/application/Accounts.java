package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.LedgerEntry;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Customers' accounts and statements. Takes part in the transaction of {@link Idempotency} where it is called there. */
public interface Accounts {

    Uni<Optional<Account>> find(AccountId id);

    /** Whether there are books of this account: a customer's, or of a customer's scoped credit. */
    Uni<Boolean> hasBooks(AccountId id);

    /** Writes an event to the outbox, in the same transaction. */
    Uni<Void> tell(AccountChanged event);

    /** The account's entries below a sequence number, newest first. */
    Uni<List<LedgerEntry>> entries(AccountId id, long belowSeq, int limit);
}
