package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;

/** How the books took a grant, or the end of one. */
public sealed interface LotChange {

    /**
     * Money moved now.
     *
     * @param amount positive where the lot was credited, negative where what was left of it was taken back
     * @param balance the posted balance right after
     */
    record Moved(Nanos amount, Nanos balance) implements LotChange {}

    /** It is written down, and no money moved: the lot begins later, or holds still need what is left of it. */
    record Noted() implements LotChange {}

    /** Nothing was written. */
    record Refused(Reason reason) implements LotChange {}

    /** Why it is refused. */
    enum Reason {
        UNKNOWN_ACCOUNT,
        ACCOUNT_CLOSED,
        BALANCE_OUT_OF_RANGE,
        TOO_MANY_SCOPES,
        UNKNOWN_LOT,
        VOID_BEFORE
    }
}
