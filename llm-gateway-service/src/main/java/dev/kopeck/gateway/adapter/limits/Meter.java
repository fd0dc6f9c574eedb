package dev.kopeck.gateway.adapter.limits;

import dev.kopeck.gateway.application.access.Admission.Limit;
import dev.kopeck.gateway.application.access.RateStanding;
import dev.kopeck.gateway.domain.Limits;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.Optional;

/**
 * What one key, or one account, has left: a bucket of requests and one of tokens, each full after a minute of silence, and
 * a count of what is under way. Thread-safe.
 */
final class Meter {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Bucket requests;
    private final Bucket tokens;
    private Limits share;
    private int underWay;

    Meter(Limits share, TimeMeter time) {
        this.share = share;
        this.requests = bucket(share.requestsPerMinute(), time);
        this.tokens = bucket(share.tokensPerMinute(), time);
    }

    /** @param retryAfter empty where waiting does not help */
    record Refusal(Limit limit, Optional<Duration> retryAfter) {}

    /** Takes one request with so many tokens, or nothing. */
    synchronized Optional<Refusal> take(long wanted) {
        if (underWay >= share.concurrent()) {
            // When one of them ends, nobody knows.
            return Optional.of(new Refusal(Limit.CONCURRENT, Optional.of(Duration.ofSeconds(1))));
        }
        if (wanted > share.tokensPerMinute()) {
            return Optional.of(new Refusal(Limit.TOKENS, Optional.empty()));
        }
        var request = requests.tryConsumeAndReturnRemaining(1);
        if (!request.isConsumed()) {
            return Optional.of(refusal(Limit.REQUESTS, request.getNanosToWaitForRefill()));
        }
        if (wanted > 0) {
            var used = tokens.tryConsumeAndReturnRemaining(wanted);
            if (!used.isConsumed()) {
                requests.addTokens(1);
                return Optional.of(refusal(Limit.TOKENS, used.getNanosToWaitForRefill()));
            }
        }
        underWay++;
        return Optional.empty();
    }

    /** As if it had never been asked for. */
    synchronized void undo(long wanted) {
        underWay--;
        requests.addTokens(1);
        correct(wanted, 0);
    }

    synchronized void leave() {
        underWay--;
    }

    synchronized void correct(long reserved, long used) {
        if (reserved > used) {
            tokens.addTokens(reserved - used);
        } else if (used > reserved) {
            tokens.consumeIgnoringRateLimits(used - reserved);
        }
    }

    /** Keeps the part that was left where the share changes: nobody gains or loses by a gateway that comes or goes. */
    synchronized void share(Limits now) {
        if (!now.equals(share)) {
            share = now;
            requests.replaceConfiguration(
                    configuration(now.requestsPerMinute()), TokensInheritanceStrategy.PROPORTIONALLY);
            tokens.replaceConfiguration(configuration(now.tokensPerMinute()), TokensInheritanceStrategy.PROPORTIONALLY);
        }
    }

    synchronized RateStanding standing() {
        return new RateStanding(left(requests, share.requestsPerMinute()), left(tokens, share.tokensPerMinute()));
    }

    private static RateStanding.Left left(Bucket bucket, long limit) {
        long left = Math.clamp(bucket.getAvailableTokens(), 0, limit);
        var reset = Duration.ofMillis(Math.round(MINUTE.toMillis() * ((limit - left) / (double) limit)));
        return new RateStanding.Left(limit, left, reset);
    }

    private static Refusal refusal(Limit limit, long nanos) {
        return new Refusal(limit, Optional.of(Duration.ofNanos(nanos)));
    }

    private static Bucket bucket(long perMinute, TimeMeter time) {
        return Bucket.builder()
                .addLimit(bandwidth(perMinute))
                .withCustomTimePrecision(time)
                .build();
    }

    private static BucketConfiguration configuration(long perMinute) {
        return BucketConfiguration.builder().addLimit(bandwidth(perMinute)).build();
    }

    private static Bandwidth bandwidth(long perMinute) {
        return Bandwidth.builder()
                .capacity(perMinute)
                .refillGreedy(perMinute, MINUTE)
                .build();
    }
}
