package dev.kopeck.billing.domain;

import java.time.Instant;

/** A stretch of time, from its first moment up to and without its end. */
public record Period(Instant from, Instant until) {

    public Period {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("must not end before it begins");
        }
    }
}
