package dev.kopeck.billing.application;

import dev.kopeck.billing.config.InnocentClock;
import java.time.Instant;

/** Planted: settings fetched instead of passed in. */
public final class ApplicationReadsConfig {
    public Instant now(InnocentClock clock) {
        return clock.now();
    }
}
