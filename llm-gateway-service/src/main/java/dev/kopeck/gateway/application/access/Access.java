package dev.kopeck.gateway.application.access;

import java.time.Duration;

/** Whether a request comes from somebody. */
public sealed interface Access {

    /** From the holder of a key. */
    record Granted(Caller caller) implements Access {}

    /** From nobody who is known. */
    record Denied(Reason reason) implements Access {}

    /** It cannot be told right now. */
    record Unavailable(Duration retryAfter) implements Access {}

    /** Why nobody is let in. */
    enum Reason {
        /** No bearer token. */
        MISSING,
        /** Not a key, or one of nobody. */
        UNKNOWN,
        REVOKED,
        EXPIRED
    }
}
