package dev.kopeck.billing.application;

import org.jspecify.annotations.Nullable;

/**
 * The books cannot be reached or are busy just now: connection, timeout, deadlock, server going down. Nothing is known
 * about the request; asking again is safe, since every request is idempotent.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
