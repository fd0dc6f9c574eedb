package dev.kopeck.telegram.application;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How polling goes, for readiness and metrics. Thread-safe. */
public final class PollStatus {

    private final InstantSource clock;
    private volatile @Nullable Instant lastGood;
    private volatile boolean polling;

    public PollStatus(InstantSource clock) {
        this.clock = clock;
    }

    /** Telegram answered, and everything that it told is handled. */
    public void good() {
        polling = true;
        lastGood = clock.instant();
    }

    /** Another replica polls; this one stands ready to take over. */
    public void standby() {
        polling = false;
        lastGood = clock.instant();
    }

    public boolean isPolling() {
        return polling;
    }

    /** Since the last time that all was well; empty, as null, before the first time. */
    public @Nullable Duration age() {
        var last = lastGood;
        return last == null ? null : Duration.between(last, clock.instant());
    }
}
