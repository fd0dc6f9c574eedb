package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Promotional credit that is to be granted.
 *
 * @param amount above zero
 * @param models those that it pays for; empty: all
 * @param priority from 0 to {@link #PRIORITY_MAX}; lower ones burn first
 * @param effectiveAt empty for now
 * @param expiresAt empty for never
 */
public record NewLot(
        UUID id,
        AccountId account,
        Nanos amount,
        List<String> models,
        int priority,
        Optional<Instant> effectiveAt,
        Optional<Instant> expiresAt,
        String operator,
        String reason) {

    public NewLot {
        models = List.copyOf(models);
    }

    /** Of grants for which nobody chose one, such as the welcome grant and redeemed codes. */
    public static final int PRIORITY = 100;

    public static final int PRIORITY_MAX = 1000;
}
