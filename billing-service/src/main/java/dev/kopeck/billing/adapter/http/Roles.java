package dev.kopeck.billing.adapter.http;

/** What callers may do. Each role may do all that the ones before it may. */
final class Roles {

    /** Reads everything. */
    static final String VIEWER = "viewer";

    /** Moves money and looks after accounts: top-ups, refunds, freezing, releasing holds, keys. */
    static final String OPERATOR = "operator";

    /** Decides what things cost and who may do what: prices, plans, imports, codes, adjustments, unparking. */
    static final String ADMIN = "admin";

    private Roles() {}
}
