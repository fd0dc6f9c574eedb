package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.money.Nanos;

/** What a prompt may cost, decided before the account's balance is looked at. */
public sealed interface Quote {

    /**
     * The prompt can be reserved where the account has at least the floor.
     *
     * @param priceVersion pinned by the hold, whatever the price becomes meanwhile
     * @param worstCase the most that the prompt can cost
     * @param floor the most that it can cost with the shortest useful answer; at most the worst case
     */
    record Priced(int priceVersion, Nanos worstCase, Nanos floor) implements Quote {}

    /** The prompt is refused, whatever the account has. */
    record Unpriced(DeclineReason reason) implements Quote {}
}
