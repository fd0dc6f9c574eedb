package dev.kopeck.contracts.event;

/** The door through which a prompt came in, and through which its answer goes out. */
public enum Channel {
    TELEGRAM,
    WEB,
    API
}
