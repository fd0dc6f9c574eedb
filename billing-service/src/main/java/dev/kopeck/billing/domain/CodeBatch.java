package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Codes that were made together.
 *
 * @param count how many there are, from 1 to {@link #COUNT_MAX}
 * @param amount what each of them credits
 * @param redeemed how many were redeemed
 */
public record CodeBatch(
        UUID id,
        int count,
        Nanos amount,
        Optional<Instant> expiresAt,
        String note,
        String operator,
        Instant createdAt,
        Optional<Instant> voidedAt,
        int redeemed) {

    public static final int COUNT_MAX = 10_000;
}
