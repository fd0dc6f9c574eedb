package dev.kopeck.contracts.wire;

/**
 * A record cannot be read as an event. The message names the header or the field and what it should be; it never holds
 * the record's value, which may be somebody's prompt.
 */
public final class MalformedEventException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedEventException(String message) {
        super(message);
    }
}
