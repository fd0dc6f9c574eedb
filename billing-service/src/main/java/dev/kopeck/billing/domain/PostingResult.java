package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.util.UUID;

/** How the books took a posting. */
public sealed interface PostingResult {

    /**
     * @param entry the ledger row: of an earlier posting where that one has the same id or reference
     * @param balance the posted balance right after
     */
    record Posted(UUID entry, Nanos balance, boolean replay) implements PostingResult {}

    /** Nothing was written. */
    record Refused(Reason reason) implements PostingResult {}

    /** Why a posting is refused. */
    enum Reason {
        UNKNOWN_ACCOUNT,
        NOT_ENOUGH_AVAILABLE,
        ID_REUSED,
        BALANCE_OUT_OF_RANGE,
        /** A closed account takes no credit; it may still be debited, so that what is left can be paid out. */
        ACCOUNT_CLOSED,
        /** Another top-up, of another account or amount, has this reference. */
        REFERENCE_USED
    }
}
