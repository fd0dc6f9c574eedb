package dev.kopeck.billing.domain;

import java.time.Instant;

/** Planted: time that no test can set. */
public final class AsksTheClock {
    public Instant now() {
        return Instant.now();
    }
}
