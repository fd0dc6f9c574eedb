package dev.kopeck.billing.domain.trust;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.UUID;

/**
 * A payment that the books know.
 *
 * @param entry the entry that credited it
 * @param refunded whether the books have a refund of it
 */
public record OwnPayment(String paymentId, AccountId account, Nanos amount, UUID entry, Instant at, boolean refunded) {}
