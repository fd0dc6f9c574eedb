package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.time.Duration;
import java.util.UUID;

/** How the books took a code. */
public sealed interface Redemption {

    /**
     * @param entry the ledger row that credits it
     * @param balance the posted balance right after
     */
    record Redeemed(UUID entry, UUID batch, Nanos amount, Nanos balance) implements Redemption {}

    /** Nothing was credited. */
    record Refused(Reason reason) implements Redemption {}

    /**
     * Nothing was looked at: the account tried too many codes that are none.
     *
     * @param retryAfter when its tries count anew
     */
    record TooManyTries(Duration retryAfter) implements Redemption {}

    /** Why a code is refused. */
    enum Reason {
        UNKNOWN_CODE,
        REDEEMED_BEFORE,
        EXPIRED,
        VOID,
        UNKNOWN_ACCOUNT,
        ACCOUNT_CLOSED,
        BALANCE_OUT_OF_RANGE
    }
}
