package dev.kopeck.billing.domain.trust;

/** A file that cannot be compared. The message says what is wrong, and never quotes what the line says. */
public final class BadLineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String place;

    /** @param place where it is wrong: {@code line 7}, {@code transactions.6.amount} */
    public BadLineException(String place, String message) {
        super(message, null, false, false);
        this.place = place;
    }

    public String place() {
        return place;
    }
}
