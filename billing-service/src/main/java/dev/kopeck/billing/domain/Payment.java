package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.UUID;

/**
 * A payment that was credited.
 *
 * @param entry the ledger row that credits it
 * @param refunded what was given back of it since
 */
public record Payment(
        String provider,
        String paymentId,
        AccountId account,
        Payer payer,
        String pack,
        Nanos amount,
        String currency,
        UUID entry,
        Nanos refunded,
        Instant createdAt) {}
