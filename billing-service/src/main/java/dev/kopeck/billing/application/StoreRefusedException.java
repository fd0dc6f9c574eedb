package dev.kopeck.billing.application;

import org.jspecify.annotations.Nullable;

/** The books refuse what they were given, and would refuse it again. The message never holds the data itself. */
public final class StoreRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
