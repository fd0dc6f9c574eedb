package dev.kopeck.telegram.domain;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the nth failure in a row: doubling from the first pause up to the longest, minus up to a
 * quarter by chance, so that many who failed together do not come back together.
 */
public record BackOff(Duration first, Duration longest) {

    private static final int DOUBLINGS_MAX = 20;
    private static final double SPREAD = 0.25;

    public BackOff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("the first pause must be positive and at most the longest");
        }
    }

    /** @param failures in a row until now, at least 1 */
    public Duration after(int failures, RandomGenerator random) {
        long doubled = first.toMillis() << Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
        long pause = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(pause * (1 - SPREAD * random.nextDouble()))));
    }
}
