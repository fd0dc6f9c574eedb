package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.ApiKey;
import dev.kopeck.billing.domain.ApiKeySecret;
import dev.kopeck.billing.domain.ApiKeyTerms;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** API keys as they are kept, never in clear. Takes part in the open transaction where there is one. */
public interface ApiKeys {

    /** Keeps the secret's hash and its first characters. */
    Uni<ApiKey> add(UUID id, AccountId account, ApiKeySecret secret, ApiKeyTerms terms);

    /** How many of the account's keys are not revoked; meaningful under the account's lock. */
    Uni<Long> open(AccountId account);

    Uni<Optional<ApiKey>> find(AccountId account, UUID id);

    /** Those with ids below one, the newest first. */
    Uni<List<ApiKey>> list(AccountId account, UUID below, int limit);

    /** Only under the account's lock, as prompts change keys under it too. */
    Uni<ApiKey> change(UUID id, ApiKeyTerms terms);

    /** Ends the key for good; only under the account's lock. */
    Uni<ApiKey> revoke(UUID id);

    /** One look-up, whether there is such a key or not. */
    Uni<Optional<ApiKey>> byHash(byte[] hash);
}
