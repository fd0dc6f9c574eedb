package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A line of a customer's statement.
 *
 * @param seq 1, 2, 3 … per customer, without a gap
 * @param amount as the customer sees it: credits positive, debits negative
 * @param balanceAfter the posted balance right after
 * @param heldReleased what came back of a hold beyond the charge
 * @param model where a prompt was resolved
 */
public record LedgerEntry(
        UUID id,
        long seq,
        EntryKind kind,
        Nanos amount,
        Nanos balanceAfter,
        Nanos heldReleased,
        Optional<String> model,
        Optional<Integer> priceVersion,
        Optional<String> reference,
        Instant createdAt) {}
