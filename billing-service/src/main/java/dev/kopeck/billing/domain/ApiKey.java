package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An API key as it is kept: never in clear. It ends once, by being revoked or by its time, and never comes back.
 *
 * @param prefix its first characters, by which people recognise it
 * @param expired whether its time is over by the database's clock, which decides about reservations too
 */
public record ApiKey(
        UUID id,
        AccountId account,
        String prefix,
        ApiKeyTerms terms,
        ApiKeyUse use,
        Instant createdAt,
        Optional<Instant> revokedAt,
        boolean expired) {

    public Status status() {
        if (revokedAt.isPresent()) {
            return Status.REVOKED;
        }
        return expired ? Status.EXPIRED : Status.ACTIVE;
    }

    /** Whether the key still works. */
    public enum Status {
        ACTIVE,
        EXPIRED,
        REVOKED
    }
}
