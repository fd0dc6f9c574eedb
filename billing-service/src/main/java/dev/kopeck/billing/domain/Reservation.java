package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;

/** What the books have recorded of a prompt that asked for a reservation; the same on every replay. */
public sealed interface Reservation {

    /**
     * The amount is held until the hold is settled, released or expires.
     *
     * @param account whose money it is; the payer may have moved to another account since
     * @param replay whether it was held before this request
     */
    record Held(AccountId account, Nanos amount, int priceVersion, Instant expiresAt, boolean replay)
            implements Reservation {}

    /**
     * Refused, for ever.
     *
     * @param needed the least that would have been enough; zero where money was not the reason
     * @param available what the account could spend then; zero where money was not the reason
     */
    record Refused(DeclineReason reason, Nanos needed, Nanos available) implements Reservation {

        /** A refusal for which the balance does not matter. */
        public static Refused because(DeclineReason reason) {
            return new Refused(reason, Nanos.ZERO, Nanos.ZERO);
        }
    }

    /** Held and resolved before: its outcome was told already. */
    record Resolved() implements Reservation {}
}
