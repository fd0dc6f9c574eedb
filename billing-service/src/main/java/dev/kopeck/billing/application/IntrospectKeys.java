package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.ApiKey;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Tells a gateway what an API key may do right now. Whoever asks may remember the answer for a second at most. */
public final class IntrospectKeys {

    private final ApiKeys keys;
    private final FindAccounts accounts;

    public IntrospectKeys(ApiKeys keys, FindAccounts accounts) {
        this.keys = keys;
        this.accounts = accounts;
    }

    /**
     * One look-up for a key that does not exist, however many are tried.
     *
     * @param hash SHA-256 of the key
     */
    public Uni<Optional<Introspection>> introspect(byte[] hash) {
        return keys.byHash(hash)
                .chain(found -> found.map(this::introspection)
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<Introspection>> introspection(ApiKey key) {
        return accounts.find(key.account()).map(found -> found.map(account -> new Introspection(key, account)));
    }

    /** A key with the account that it spends from. */
    public record Introspection(ApiKey key, AccountOverview account) {}
}
