package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.RetryPolicy;
import dev.kopeck.gateway.domain.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whom to ask next on one errand: those that were not asked yet, in the catalogue's order and at once; then again those whose
 * failure may pass, each when its wait is over. Not thread-safe.
 */
final class Candidates {

    /** Timers know whole milliseconds, and refuse less than one. */
    private static final int MILLIS_UP = 1;

    private final RetryPolicy retries;
    private final List<Candidate> left = new ArrayList<>();

    Candidates(List<Target> targets, RetryPolicy retries, Instant now) {
        this.retries = retries;
        targets.forEach(target -> left.add(new Candidate(target, now)));
    }

    /** One target, and when it may be asked. */
    static final class Candidate {

        private final Target target;
        private Instant readyAt;
        private int calls;

        Candidate(Target target, Instant readyAt) {
            this.target = target;
            this.readyAt = readyAt;
        }

        Target target() {
            return target;
        }

        void called() {
            calls++;
        }

        Duration waitFrom(Instant now) {
            return readyAt.isAfter(now)
                    ? Duration.ofMillis(
                            MILLIS_UP + Duration.between(now, readyAt).toMillis())
                    : Duration.ZERO;
        }
    }

    Optional<Candidate> next() {
        return left.stream()
                .min(Comparator.comparing((Candidate candidate) -> candidate.calls > 0)
                        .thenComparing(candidate -> candidate.readyAt));
    }

    /** It cannot be asked now, and this errand does not wait for it. */
    void drop(Candidate candidate) {
        left.remove(candidate);
    }

    /** @param chance from 0 to 1 */
    void failed(Candidate candidate, ModelFailure failure, double chance, Instant now) {
        if (!failure.mayHelpElsewhere()) {
            left.clear();
            return;
        }
        retries.delayAfter(candidate.calls, failure, chance)
                .ifPresentOrElse(delay -> candidate.readyAt = now.plus(delay), () -> left.remove(candidate));
    }
}
