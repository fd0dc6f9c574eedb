package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.LedgerEntry;
import dev.kopeck.billing.domain.Registration;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Looking at accounts, and what a door does on first contact. */
public final class KeepAccounts {

    private final Accounts accounts;
    private final Payers payers;

    public KeepAccounts(Accounts accounts, Payers payers) {
        this.accounts = accounts;
        this.payers = payers;
    }

    public Uni<Optional<Registration>> register(Payer payer) {
        return payers.register(payer);
    }

    public Uni<Optional<Account>> find(AccountId id) {
        return accounts.find(id);
    }

    /** Also of scoped credit. Empty where there is no such account. */
    public Uni<Optional<List<LedgerEntry>>> statement(AccountId id, long belowSeq, int limit) {
        return accounts.hasBooks(id)
                .chain(known -> known
                        ? accounts.entries(id, belowSeq, limit).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty()));
    }
}
