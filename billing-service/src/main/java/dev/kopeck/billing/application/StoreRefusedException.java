package dev.kopeck.billing.application;

/** The books refuse what they were given, and would refuse it again. The message never holds the data itself. */
public final class StoreRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
