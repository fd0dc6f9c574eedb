package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;

/** How the books took a posting. */
public sealed interface PostingResult {

    /** @param balance the posted balance right after */
    record Posted(Nanos balance, boolean replay) implements PostingResult {}

    /** Nothing was written. */
    record Refused(Reason reason) implements PostingResult {}

    /** Why a posting is refused. */
    enum Reason {
        UNKNOWN_ACCOUNT,
        NOT_ENOUGH_AVAILABLE,
        ID_REUSED,
        BALANCE_OUT_OF_RANGE
    }
}
