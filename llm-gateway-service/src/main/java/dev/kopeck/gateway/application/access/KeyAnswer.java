package dev.kopeck.gateway.application.access;

/** What billing says of an API key. */
public sealed interface KeyAnswer {

    /** It works. */
    record Known(Caller caller) implements KeyAnswer {}

    /** It opens nothing. */
    record Refused(Reason reason) implements KeyAnswer {}

    /** Why a key opens nothing. */
    enum Reason {
        UNKNOWN,
        REVOKED,
        EXPIRED
    }
}
