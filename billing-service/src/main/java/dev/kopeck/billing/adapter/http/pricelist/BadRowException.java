package dev.kopeck.billing.adapter.http.pricelist;

/** Ends the reading of one row; its message is a sentence about the row. */
final class BadRowException extends Exception {

    private static final long serialVersionUID = 1L;

    BadRowException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
