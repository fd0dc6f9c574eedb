package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.ApiKeySecret;
import dev.kopeck.billing.domain.ApiKeyTerms;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes API keys. The key in clear is in the answer and nowhere else. */
public final class IssueApiKeys {

    private final Transactions transactions;
    private final AccountRegister register;
    private final ApiKeys keys;
    private final Mint mint;
    private final int keysMax;

    /** @param keysMax how many keys of an account may be open at once */
    public IssueApiKeys(Transactions transactions, AccountRegister register, ApiKeys keys, Mint mint, int keysMax) {
        this.transactions = transactions;
        this.register = register;
        this.keys = keys;
        this.mint = mint;
        this.keysMax = keysMax;
    }

    public Uni<ApiKeyChange> issue(AccountId id, ApiKeyTerms terms) {
        return transactions.inOne(() -> register.lock(id).chain(found -> issued(found, terms)));
    }

    private Uni<ApiKeyChange> issued(Optional<Account> found, ApiKeyTerms terms) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(new ApiKeyChange.UnknownAccount());
        }
        if (found.get().standing().closed()) {
            return Uni.createFrom().item(new ApiKeyChange.AccountIsClosed());
        }
        var account = found.get().id();
        return keys.open(account).chain(open -> {
            Uni<ApiKeyChange> tooMany = Uni.createFrom().item(new ApiKeyChange.TooMany(keysMax));
            return open >= keysMax ? tooMany : added(account, terms);
        });
    }

    private Uni<ApiKeyChange> added(AccountId account, ApiKeyTerms terms) {
        var secret = mint.secrets().get();
        return keys.add(mint.ids().get(), account, secret, terms).map(key -> new ApiKeyChange.Issued(key, secret));
    }

    /**
     * Where new keys come from.
     *
     * @param ids UUIDs of version 7
     * @param secrets such that nobody predicts the next one
     */
    public record Mint(Supplier<UUID> ids, Supplier<ApiKeySecret> secrets) {}
}
