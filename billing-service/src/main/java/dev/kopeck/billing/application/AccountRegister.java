package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.AccountQuery;
import dev.kopeck.billing.domain.NewAccount;
import dev.kopeck.billing.domain.PastBalance;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Customers' accounts as operators look after them. Takes part in the open transaction where there is one. */
public interface AccountRegister {

    Uni<Account> open(NewAccount account);

    Uni<Optional<Account>> find(AccountId id);

    /**
     * The account as it is once everybody who was busy with it is done; nobody else changes it until the transaction
     * ends. Several accounts are locked in the order of their ids.
     */
    Uni<Optional<Account>> lock(AccountId id);

    /** As {@link #lock}, and of its scoped credit too: what is in it stays as it is as well. */
    Uni<Optional<Account>> lockWithScopedCredit(AccountId id);

    /** Writes what an operator may change; only under the {@link #lock}. */
    Uni<Void> save(Account account);

    /** One page, in bounded time: it may be short, even empty, while there are more. */
    Uni<Found> search(AccountQuery query);

    /** @param at not in the future */
    Uni<PastBalance> balanceAt(AccountId id, Instant at);

    /**
     * A page of accounts, the newest first.
     *
     * @param nextBelow where the next page begins; empty at the end
     */
    record Found(List<Account> accounts, Optional<Long> nextBelow) {
        public Found {
            accounts = List.copyOf(accounts);
        }
    }
}
