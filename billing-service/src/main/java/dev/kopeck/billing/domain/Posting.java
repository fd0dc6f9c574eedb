package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.util.Optional;
import java.util.UUID;

/**
 * Money that moves without a prompt.
 *
 * @param id makes the posting idempotent; a UUID of version 7, as all ids of the ledger
 * @param amount positive credits the customer, negative debits; never zero
 * @param reference the operator's or the payment's own, for the statement; unique over all top-ups
 * @param operator who posted it, where a person or a program did
 * @param reason why, in the operator's words
 */
public record Posting(
        UUID id,
        EntryKind kind,
        AccountId account,
        Nanos amount,
        Optional<String> reference,
        Optional<String> operator,
        Optional<String> reason) {

    /** The system account on the other side. */
    public long counterAccount() {
        return switch (kind) {
            case CHARGE, RELEASE, EXPIRY, LATE_CHARGE -> SystemAccount.REVENUE;
            // Of a charge it takes from revenue; of a top-up the money leaves the way it came.
            case REFUND -> amount.isNegative() ? SystemAccount.CASH : SystemAccount.REVENUE;
            case TOP_UP -> SystemAccount.CASH;
            // Credit that nobody paid for is no revenue when it lapses: it goes back to where it came from.
            case GRANT, BREAKAGE -> SystemAccount.PROMOTIONS;
            case ADJUSTMENT -> SystemAccount.ADJUSTMENTS;
        };
    }

    /** Accounts of the books themselves; their balances are derived from the ledger. */
    private static final class SystemAccount {
        static final long REVENUE = 1;
        static final long CASH = 2;
        static final long PROMOTIONS = 3;
        static final long ADJUSTMENTS = 4;
    }
}
