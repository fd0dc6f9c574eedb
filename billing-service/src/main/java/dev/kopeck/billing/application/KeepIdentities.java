package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.AccountProfile;
import dev.kopeck.billing.domain.NewAccount;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who pays from an account. A payer that was met once always has an account: one that is taken from an account gets an
 * empty one of its own, because a payer without any would be greeted as a stranger, with another welcome grant.
 */
public final class KeepIdentities {

    private static final NewAccount EMPTY = new NewAccount(AccountProfile.BLANK, Nanos.ZERO, Optional.empty());

    private final Transactions transactions;
    private final AccountRegister register;
    private final Identities identities;
    private final ChangeAccounts accounts;
    private final int payersMax;

    /** @param payersMax how many payers an account may have */
    public KeepIdentities(
            Transactions transactions,
            AccountRegister register,
            Identities identities,
            ChangeAccounts accounts,
            int payersMax) {
        this.transactions = transactions;
        this.register = register;
        this.identities = identities;
        this.accounts = accounts;
        this.payersMax = payersMax;
    }

    /** @param from whose the payer is, where it is to be taken from another account */
    public Uni<IdentityChange> add(AccountId id, Payer payer, Optional<AccountId> from) {
        var involved = Stream.concat(Stream.of(id), from.stream())
                .distinct()
                .sorted((one, other) -> Long.compare(one.value(), other.value()))
                .toList();
        return transactions.inOne(
                () -> locked(involved, List.of()).chain(accounts -> added(accounts, id, payer, from)));
    }

    /** Gives the payer an empty account of its own. */
    public Uni<IdentityChange> remove(AccountId id, Payer payer) {
        return transactions.inOne(() -> register.lock(id).chain(found -> removed(found, id, payer)));
    }

    private Uni<List<Account>> locked(List<AccountId> wanted, List<Account> locked) {
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(locked);
        }
        return register.lock(wanted.getFirst())
                .chain(found -> locked(
                        wanted.subList(1, wanted.size()),
                        Stream.concat(locked.stream(), found.stream()).toList()));
    }

    private Uni<IdentityChange> added(List<Account> accounts, AccountId id, Payer payer, Optional<AccountId> from) {
        var missing = Stream.concat(Stream.of(id), from.stream())
                .filter(wanted ->
                        accounts.stream().noneMatch(account -> account.id().equals(wanted)))
                .toList();
        if (!missing.isEmpty()) {
            return told(new IdentityChange.UnknownAccount(missing));
        }
        var target = accounts.stream()
                .filter(account -> account.id().equals(id))
                .findFirst()
                .orElseThrow();
        if (target.standing().closed()) {
            return told(new IdentityChange.AccountIsClosed());
        }
        if (target.payers().size() >= payersMax && !target.payers().contains(payer)) {
            return told(new IdentityChange.TooMany(payersMax));
        }
        return identities.ownerOf(payer).chain(owner -> given(id, payer, from, owner));
    }

    private Uni<IdentityChange> given(AccountId id, Payer payer, Optional<AccountId> from, Optional<AccountId> owner) {
        if (owner.isEmpty()) {
            return identities.add(payer, id).chain(added -> {
                Uni<IdentityChange> done = told(new IdentityChange.Added(payer, id));
                return added ? done : anothers(payer);
            });
        }
        var current = owner.get();
        if (current.equals(id)) {
            return told(new IdentityChange.Belongs(payer, id, id));
        }
        if (!owner.equals(from)) {
            return told(new IdentityChange.BelongsToAnother(current));
        }
        return moved(payer, current, id);
    }

    private Uni<IdentityChange> anothers(Payer payer) {
        return identities.ownerOf(payer).map(owner -> new IdentityChange.BelongsToAnother(owner.orElseThrow()));
    }

    private Uni<IdentityChange> removed(Optional<Account> found, AccountId id, Payer payer) {
        if (found.isEmpty()) {
            return told(new IdentityChange.UnknownAccount(List.of(id)));
        }
        if (!found.get().payers().contains(payer)) {
            return told(new IdentityChange.NotOfThisAccount());
        }
        return accounts.open(EMPTY).chain(own -> moved(payer, id, own.id()));
    }

    private Uni<IdentityChange> moved(Payer payer, AccountId from, AccountId to) {
        return identities
                .move(payer, from, to)
                .invoke(moved -> requireMoved(moved, payer))
                .replaceWith(new IdentityChange.Belongs(payer, from, to));
    }

    /** Whoever moves a payer holds the lock of the account that it leaves. */
    private static void requireMoved(Boolean moved, Payer payer) {
        if (!Objects.requireNonNull(moved)) {
            throw new IllegalStateException(payer + " left its account although that is locked");
        }
    }

    private static Uni<IdentityChange> told(IdentityChange change) {
        return Uni.createFrom().item(change);
    }
}
