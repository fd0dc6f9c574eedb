package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Lot;
import dev.kopeck.billing.domain.LotChange;
import dev.kopeck.billing.domain.LotMovement;
import dev.kopeck.billing.domain.NewLot;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What an operator does with promotional credit. */
public final class KeepGrants {

    /** With ten thousand rows per step: a history of a million rows. A longer one is walked when asked again. */
    private static final int STEPS_MAX = 100;

    private final Accounts accounts;
    private final Grants grants;

    public KeepGrants(Accounts accounts, Grants grants) {
        this.accounts = accounts;
        this.grants = grants;
    }

    public Uni<LotChange> grant(Account account, NewLot lot) {
        return grants.grant(lot).call(change -> tell(account, lot.id(), change));
    }

    public Uni<LotChange> end(Account account, Grants.Ending ending) {
        return grants.end(ending).call(change -> tell(account, ending.entry(), change));
    }

    /**
     * Walks the account's ledger to its end, in short transactions of its own: call it before and outside of a
     * transaction that asks what is left of lots.
     */
    public Uni<Void> catchUp(AccountId account) {
        return Multi.createBy()
                .repeating()
                .uni(() -> grants.walk(account))
                .until(done -> done)
                .select()
                .first(STEPS_MAX)
                .collect()
                .last()
                .replaceWithVoid();
    }

    public Uni<List<Lot>> lots(AccountId account, Optional<UUID> below, int limit) {
        return catchUp(account).chain(() -> grants.lots(account, below, limit));
    }

    public Uni<Optional<Lot>> lot(AccountId account, UUID id) {
        return grants.lot(account, id);
    }

    private Uni<Void> tell(Account account, UUID entry, LotChange change) {
        return switch (change) {
            case LotChange.Moved moved ->
                accounts.tell(new LotMovement(entry, account.id(), account.principal(), moved.amount(), moved.balance())
                        .event());
            case LotChange.Noted _, LotChange.Refused _ -> Uni.createFrom().voidItem();
        };
    }
}
