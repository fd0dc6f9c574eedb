package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Promotional credit that is to be granted.
 *
 * @param amount above zero
 * @param priority from 0 to {@link #PRIORITY_MAX}; lower ones burn first
 * @param effectiveAt empty for now
 * @param expiresAt empty for never
 */
public record NewLot(
        UUID id,
        AccountId account,
        Nanos amount,
        int priority,
        Optional<Instant> effectiveAt,
        Optional<Instant> expiresAt,
        String operator,
        String reason) {

    /** Of grants for which nobody chose one, such as the welcome grant and redeemed codes. */
    public static final int PRIORITY = 100;

    public static final int PRIORITY_MAX = 1000;
}
