package dev.kopeck.gateway.application.access;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.gateway.domain.KeyHash;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who calls: the holder of an API key that works, as billing told within the last second.
 *
 * @param keyName what the account's owner calls the key
 * @param hash what proves to billing that the key's holder asks
 * @param models those that the key may use; empty where it may use all
 * @param standing whether the account may spend at all
 * @param left what may be spent, at that moment
 * @param expiresAt when the key ends by itself, where it does
 */
public record Caller(
        AccountId accountId,
        UUID keyId,
        String keyName,
        KeyHash hash,
        Optional<Set<String>> models,
        Standing standing,
        Left left,
        Optional<Instant> expiresAt) {

    public Caller {
        models = models.map(Set::copyOf);
    }

    /** Prompts that come with the key name the account itself, so that a payer who is moved does not take keys along. */
    public Payer payer() {
        return Payer.account(accountId);
    }

    /** Whether the key is for this model; billing looks at it again. */
    public boolean mayUse(String model) {
        return models.map(allowed -> allowed.contains(model)).orElse(true);
    }

    /** What an account may do: all but an active one may look and not spend. */
    public enum Standing {
        ACTIVE,
        FROZEN,
        CLOSED,
        PARKED
    }

    /**
     * What may be spent, by what limits it.
     *
     * @param balance what the account has, with its credit, less what is held
     * @param key of the key's own limit
     * @param daily of the account's limit per day
     * @param monthly of the account's limit per month
     */
    public record Left(Nanos balance, Optional<Nanos> key, Optional<Nanos> daily, Optional<Nanos> monthly) {}
}
