package dev.kopeck.gateway.application.access;

import java.time.Duration;
import java.util.Optional;

/** Whether a request may go on. */
public sealed interface Admission {

    RateStanding standing();

    /** It may, until the pass is given back. */
    record Admitted(Pass pass) implements Admission {

        @Override
        public RateStanding standing() {
            return pass.standing();
        }
    }

    /**
     * It may not.
     *
     * @param retryAfter when the same request would pass if nobody else asks; empty where it never would, since it needs
     *     more than a whole minute's tokens
     */
    record Refused(Limit limit, Scope scope, Optional<Duration> retryAfter, RateStanding standing)
            implements Admission {}

    /** What there is too much of. */
    enum Limit {
        REQUESTS,
        TOKENS,
        CONCURRENT
    }

    /** Whose limit it is. */
    enum Scope {
        KEY,
        ACCOUNT
    }
}
