package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.LedgerEntry;
import dev.kopeck.billing.domain.Registration;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What an operator does with accounts, and what a door does on first contact. */
public final class KeepAccounts {

    private final Accounts accounts;
    private final Payers payers;
    private final Supplier<UUID> ids;

    /** @param ids new UUIDs of version 7 */
    public KeepAccounts(Accounts accounts, Payers payers, Supplier<UUID> ids) {
        this.accounts = accounts;
        this.payers = payers;
        this.ids = ids;
    }

    public Uni<Optional<Registration>> register(Payer payer) {
        return payers.register(payer);
    }

    public Uni<Account> open() {
        return accounts.create()
                .call(account -> accounts.tell(changed(account, Change.REGISTERED, ids.get(), Nanos.ZERO, Nanos.ZERO)));
    }

    public Uni<Optional<Account>> find(AccountId id) {
        return accounts.find(id);
    }

    public Uni<List<LedgerEntry>> statement(AccountId id, long belowSeq, int limit) {
        return accounts.entries(id, belowSeq, limit);
    }

    private static AccountChanged changed(Account account, Change change, UUID id, Nanos amount, Nanos balance) {
        return new AccountChanged(id, account.principal(), account.id(), change, amount, balance, Books.CURRENCY);
    }
}
