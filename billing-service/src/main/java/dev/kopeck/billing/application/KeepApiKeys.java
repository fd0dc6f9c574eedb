package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.ApiKey;
import dev.kopeck.billing.domain.ApiKeyPatch;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Looks after API keys that were issued. */
public final class KeepApiKeys {

    private final Transactions transactions;
    private final AccountRegister register;
    private final ApiKeys keys;
    private final Accounts accounts;
    private final Supplier<UUID> ids;

    /** @param ids new UUIDs of version 7 */
    public KeepApiKeys(
            Transactions transactions, AccountRegister register, ApiKeys keys, Accounts accounts, Supplier<UUID> ids) {
        this.transactions = transactions;
        this.register = register;
        this.keys = keys;
        this.accounts = accounts;
        this.ids = ids;
    }

    public Uni<Optional<ApiKey>> find(AccountId account, UUID id) {
        return keys.find(account, id);
    }

    /** Empty where there is no such account. */
    public Uni<Optional<List<ApiKey>>> list(AccountId account, UUID below, int limit) {
        return register.find(account)
                .chain(owner -> keys.list(account, below, limit).map(found -> owner.map(known -> found)));
    }

    public Uni<ApiKeyChange> patch(AccountId account, UUID id, ApiKeyPatch patch) {
        return changed(account, id, (owner, key) -> patched(key, patch));
    }

    /** Ends the key for good, and tells so in the same transaction. One that is revoked already is answered as it is. */
    public Uni<ApiKeyChange> revoke(AccountId account, UUID id) {
        return changed(account, id, this::revoked);
    }

    private Uni<ApiKeyChange> changed(
            AccountId account, UUID id, BiFunction<Account, ApiKey, Uni<ApiKeyChange>> change) {
        return transactions.inOne(() -> register.lock(account)
                .chain(owner -> keys.find(account, id).chain(key -> {
                    if (owner.isEmpty()) {
                        return Uni.createFrom().item(new ApiKeyChange.UnknownAccount());
                    }
                    return key.map(found -> change.apply(owner.get(), found))
                            .orElseGet(() -> Uni.createFrom().item(new ApiKeyChange.UnknownKey()));
                })));
    }

    private Uni<ApiKeyChange> patched(ApiKey key, ApiKeyPatch patch) {
        if (key.revokedAt().isPresent()) {
            return Uni.createFrom().item(new ApiKeyChange.KeyIsRevoked());
        }
        return keys.change(key.id(), patch.over(key.terms())).map(after -> new ApiKeyChange.Changed(key, after));
    }

    private Uni<ApiKeyChange> revoked(Account owner, ApiKey key) {
        if (key.revokedAt().isPresent()) {
            return Uni.createFrom().item(new ApiKeyChange.Changed(key, key));
        }
        return keys.revoke(key.id())
                .call(after -> accounts.tell(revocation(owner, key)))
                .map(after -> new ApiKeyChange.Changed(key, after));
    }

    private AccountChanged revocation(Account owner, ApiKey key) {
        return new AccountChanged(
                ids.get(),
                owner.principal(),
                owner.id(),
                Change.KEY_REVOKED,
                Nanos.ZERO,
                owner.posted(),
                Books.CURRENCY,
                key.id());
    }
}
