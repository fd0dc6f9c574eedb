package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of the ledger with all that it says.
 *
 * @param cursor its place in an export
 * @param amount what moved from the debited to the credited account; never negative
 * @param held the hold that it ended
 * @param seq 1, 2, 3 … per customer, without a gap
 * @param balanceAfter the customer's posted balance right after
 * @param ref the entry that it belongs to: a late charge's prompt, a refund's charge
 * @param estimated whether Kopeck counted the tokens instead of the provider
 */
public record BookEntry(
        LedgerCursor cursor,
        UUID id,
        EntryKind kind,
        long debitAccount,
        long creditAccount,
        Nanos amount,
        Nanos held,
        AccountId customer,
        long seq,
        Nanos balanceAfter,
        Optional<Integer> priceVersion,
        Optional<String> model,
        Optional<Channel> channel,
        Optional<TokenCounts> tokens,
        boolean estimated,
        Optional<UUID> ref,
        Optional<UUID> keyId,
        Notes notes,
        Instant createdAt) {

    /** What people wrote: the payment's or operator's own reference, who posted it, and why. */
    public record Notes(Optional<String> reference, Optional<String> operator, Optional<String> reason) {}

    /** As the customer sees it: credits positive, debits negative. */
    public Nanos signedAmount() {
        return creditAccount == customer.value() ? amount : new Nanos(-amount.value());
    }

    /** What came back of the hold beyond the charge. */
    public Nanos released() {
        return switch (kind) {
            case CHARGE, RELEASE, EXPIRY -> held.minus(amount);
            case TOP_UP, REFUND, ADJUSTMENT, GRANT, BREAKAGE, LATE_CHARGE -> Nanos.ZERO;
        };
    }
}
