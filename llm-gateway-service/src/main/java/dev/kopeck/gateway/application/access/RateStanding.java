package dev.kopeck.gateway.application.access;

import java.time.Duration;

/** What is left of the limits per minute. */
public record RateStanding(Left requests, Left tokens) {

    /**
     * Of one limit.
     *
     * @param limit this instance's share
     * @param reset until all of it is there again
     */
    public record Left(long limit, long left, Duration reset) {

        Left tighter(Left other) {
            return other.left < left ? other : this;
        }
    }

    /** The one that ends sooner, of each kind. */
    public RateStanding tighter(RateStanding other) {
        return new RateStanding(requests.tighter(other.requests), tokens.tighter(other.tokens));
    }
}
