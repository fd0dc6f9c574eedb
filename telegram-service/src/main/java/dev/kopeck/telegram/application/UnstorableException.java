package dev.kopeck.telegram.application;

/** The database refuses the data itself: trying again would fail again. The message holds none of the data. */
public final class UnstorableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnstorableException(String message) {
        super(message);
    }
}
