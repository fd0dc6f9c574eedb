package dev.kopeck.billing.config;

import java.time.Instant;

/** Time enters here. */
public final class InnocentClock {
    public Instant now() {
        return Instant.now();
    }
}
