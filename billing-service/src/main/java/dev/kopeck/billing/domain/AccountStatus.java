package dev.kopeck.billing.domain;

/** What an account may do, as people see it; the strongest of what holds. */
public enum AccountStatus {
    ACTIVE,

    /** No new reservations; what is held is settled, and money may come in. */
    FROZEN,

    /** Never used again. */
    CLOSED,

    /** The checks of the books found something wrong: no new reservations until an admin has looked at it. */
    PARKED
}
