package dev.kopeck.billing.domain.trust;

import java.time.Duration;
import java.time.Instant;

/**
 * A check that was finished.
 *
 * @param accounts how many accounts were looked at; hours for {@link CheckMode#KAFKA}
 * @param entries how many entries; events for {@link CheckMode#KAFKA}
 */
public record CheckRun(CheckMode mode, Instant finished, Duration took, long accounts, long entries) {}
