package dev.kopeck.billing.application;

/** What becomes of one received payment. */
public sealed interface PaymentDecision {

    /**
     * It is in the books; what is told about it waits in the outbox.
     *
     * @param replay whether it was before
     */
    record Credited(boolean replay) implements PaymentDecision {}

    /** It cannot be credited; a person has to look at it, since somebody has paid. */
    record Parked(String reason) implements PaymentDecision {}
}
