package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import java.time.Instant;

/** What the books have recorded of a completion; the same on every replay. */
public sealed interface Settlement {

    /**
     * The hold is resolved. Where another outcome won before, this is the winner.
     *
     * @param usage what was charged for
     * @param balance the account's posted balance right after
     * @param replay whether it was resolved before this request
     */
    record Resolved(
            Resolution resolution,
            Nanos charged,
            Nanos released,
            Nanos uncollected,
            Nanos balance,
            Usage usage,
            boolean estimated,
            Instant at,
            boolean replay)
            implements Settlement {}

    /** Nothing was written: the completion does not fit the books, and a person has to look at it. */
    record Parked(String reason) implements Settlement {}
}
