package dev.kopeck.billing.domain;

/** What is the same for every account in the books. */
public final class Books {

    /** The one currency of all accounts and prices for now; ISO 4217. */
    public static final String CURRENCY = "USD";

    private Books() {}
}
