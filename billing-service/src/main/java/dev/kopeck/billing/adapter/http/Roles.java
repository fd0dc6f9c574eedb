package dev.kopeck.billing.adapter.http;

/** What callers may do: the words of {@link dev.kopeck.billing.domain.Role}, as annotations need them. */
final class Roles {

    /**
     * Meets users and shows them their balance: telegram-service; asks what keys may do, and shows their holders what is
     * theirs: llm-gateway-service. All that it may do an operator may, too.
     */
    static final String DOOR = "door";

    /** Reads everything. */
    static final String VIEWER = "viewer";

    /** Does what viewer and door may; moves money and looks after accounts: top-ups, refunds, freezing, releasing holds, keys. */
    static final String OPERATOR = "operator";

    /** Does what all others may; decides what things cost and who may do what: prices, plans, imports, codes, adjustments, unparking. */
    static final String ADMIN = "admin";

    private Roles() {}
}
