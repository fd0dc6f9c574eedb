package dev.kopeck.gateway.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * When a failed call is tried again. Only ever asked while nothing of an answer was delivered.
 *
 * @param attemptsMax calls of a provider for one prompt, the first included
 * @param firstDelay wait after the first failure; doubles with each further one
 * @param delayMax no wait is longer; a provider that asks for more is given up
 */
public record RetryPolicy(int attemptsMax, Duration firstDelay, Duration delayMax) {

    /**
     * @param attempt the attempt that failed, from 1
     * @param chance from 0 to 1, spreads callers that failed together
     * @return the wait before the next attempt; empty where there is none
     */
    public Optional<Duration> delayAfter(int attempt, ModelFailure failure, double chance) {
        if (attempt >= attemptsMax || !failure.isTransient()) {
            return Optional.empty();
        }
        var asked = failure.retryAfter();
        if (asked != null) {
            return asked.compareTo(delayMax) > 0
                    ? Optional.empty()
                    : Optional.of(longer(asked, jittered(attempt, chance)));
        }
        return Optional.of(jittered(attempt, chance));
    }

    /** Between half and all of the doubled delay. */
    private Duration jittered(int attempt, double chance) {
        double doubled = firstDelay.toMillis() * Math.pow(2, attempt - 1.0);
        double bounded = Math.min(doubled, (double) delayMax.toMillis());
        return Duration.ofMillis(Math.round(bounded * (0.5 + chance / 2)));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
