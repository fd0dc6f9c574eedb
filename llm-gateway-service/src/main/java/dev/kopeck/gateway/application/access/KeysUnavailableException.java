package dev.kopeck.gateway.application.access;

/** Billing did not say what a key may do. Carries no cause: what a client library says may quote the key's hash. */
public final class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param kind what went wrong, in a word */
    public KeysUnavailableException(String kind) {
        super(kind, null, false, false);
    }
}
