package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.AccountDecision;
import dev.kopeck.billing.domain.AccountPatch;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.NewAccount;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens and changes accounts. Each change is decided under the account's lock and told in the same transaction. */
public final class ChangeAccounts {

    private final Transactions transactions;
    private final AccountRegister register;
    private final Accounts accounts;
    private final Supplier<UUID> ids;

    /** @param ids new UUIDs of version 7 */
    public ChangeAccounts(Transactions transactions, AccountRegister register, Accounts accounts, Supplier<UUID> ids) {
        this.transactions = transactions;
        this.register = register;
        this.accounts = accounts;
        this.ids = ids;
    }

    public Uni<Account> open(NewAccount account) {
        return transactions.inOne(() -> register.open(account).call(opened -> tell(opened, Change.REGISTERED)));
    }

    public Uni<AccountChange> patch(AccountId id, AccountPatch patch) {
        return changed(register::lock, id, account -> account.patch(patch));
    }

    public Uni<AccountChange> freeze(AccountId id, String reason) {
        return changed(register::lock, id, account -> account.freeze(reason));
    }

    public Uni<AccountChange> unfreeze(AccountId id, String reason) {
        return changed(register::lock, id, account -> account.unfreeze(reason));
    }

    public Uni<AccountChange> close(AccountId id, String reason) {
        return changed(register::lockWithScopedCredit, id, account -> account.close(reason));
    }

    private Uni<AccountChange> changed(
            Function<AccountId, Uni<Optional<Account>>> lock, AccountId id, Function<Account, AccountDecision> decide) {
        return transactions.inOne(() -> lock.apply(id)
                .chain(found -> found.map(account -> carriedOut(account, decide.apply(account)))
                        .orElseGet(() -> Uni.createFrom().item(new AccountChange.UnknownAccount()))));
    }

    private Uni<AccountChange> carriedOut(Account account, AccountDecision decision) {
        return switch (decision) {
            case AccountDecision.Refused refused ->
                Uni.createFrom().item(new AccountChange.Refused(refused.reason(), account));
            case AccountDecision.Accepted accepted ->
                register.save(accepted.after())
                        .chain(() -> told(accepted))
                        .replaceWith(new AccountChange.Changed(account, accepted.after()));
        };
    }

    private Uni<Void> told(AccountDecision.Accepted accepted) {
        return accepted.told()
                .map(change -> tell(accepted.after(), change))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> tell(Account account, Change change) {
        return accounts.tell(new AccountChanged(
                ids.get(), account.principal(), account.id(), change, Nanos.ZERO, account.posted(), Books.CURRENCY));
    }
}
