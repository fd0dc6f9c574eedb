package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.AccountChanged;
import java.util.Optional;

/** What becomes of an operator's wish to change an account. */
public sealed interface AccountDecision {

    /**
     * @param after the account as it shall be
     * @param told what others have to know of it
     */
    record Accepted(Account after, Optional<AccountChanged.Change> told) implements AccountDecision {}

    /** Nothing changes. */
    record Refused(Reason reason) implements AccountDecision {}

    /** Why a change is refused. */
    enum Reason {
        /** A closed account stays as it is. */
        CLOSED,
        /** Something is held or the balance is not zero, its own or that of scoped credit. */
        NOT_EMPTY,
        /** More credit is used than the new limit gives. */
        CREDIT_IN_USE,
        /** Balance and limit together are more than can be kept. */
        CREDIT_OUT_OF_RANGE,
        METADATA_TOO_LARGE
    }
}
