package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;

/** How the books took a refund. */
public sealed interface RefundResult {

    /**
     * @param amount what was given back, above zero
     * @param left what could still be given back of the same row
     * @param balance the posted balance right after
     */
    record Refunded(Nanos amount, Nanos left, Nanos balance) implements RefundResult {}

    /**
     * Nothing was written.
     *
     * @param left the most that would have been given back; zero where the amount was not the reason
     */
    record Refused(Reason reason, Nanos left) implements RefundResult {}

    /** Why a refund is refused. */
    enum Reason {
        UNKNOWN_ACCOUNT,
        /** The account has no such row. */
        UNKNOWN_ENTRY,
        /** Neither a charge nor a top-up: promotional credit, for one, is voided and not refunded. */
        NOT_REFUNDABLE,
        /** A charge goes to the balance, a top-up to its source. */
        WRONG_DESTINATION,
        /** More than is left of the row. */
        MORE_THAN_LEFT,
        /** More than is there without holds, credit limit and promotional credit. */
        NOT_ENOUGH_AVAILABLE,
        ACCOUNT_CLOSED,
        BALANCE_OUT_OF_RANGE,
        ID_REUSED
    }
}
