package dev.kopeck.gateway.application;

import java.time.Duration;

/** A place at a model. Whoever has it gives it back, however the call ends. Thread-safe. */
public interface Place {

    /** Gives the place back; those who wait are let in. A second time changes nothing. */
    void leave();

    /** How long was waited for it. */
    Duration waited();

    /**
     * Takes a place at another provider instead, for a call that the first one failed.
     *
     * @param providerPlaces how many that provider has
     * @return false where they are all taken; nothing has changed then
     */
    boolean moveTo(String provider, int providerPlaces);
}
