package dev.kopeck.billing.application;

import dev.kopeck.contracts.event.ChargeSettled;
import java.time.Instant;

/** What is told about one finished completion. */
public sealed interface CompletionDecision {

    /** @param at when it was resolved */
    record Told(ChargeSettled event, Instant at) implements CompletionDecision {}

    /** It does not fit the books; a person has to look at it. */
    record Parked(String reason) implements CompletionDecision {}
}
