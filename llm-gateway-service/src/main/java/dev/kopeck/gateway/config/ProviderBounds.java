package dev.kopeck.gateway.config;

import dev.kopeck.gateway.domain.LeavePolicy;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What is the same for every provider. */
public interface ProviderBounds {

    /** Key, sent as bearer token; in a file better a reference to an environment variable, as in {@code ${GROQ_KEY}}. */
    Optional<String> apiKey();

    /** How long a connection may take. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 5)
    Duration connectTimeout();

    /** Silence that is accepted before the first sign of life; {@code kopeck.gateway.call.first-token-timeout} where not set. */
    Optional<Duration> firstTokenTimeout();

    /** Silence that is accepted after that; {@code kopeck.gateway.call.idle-timeout} where not set. */
    Optional<Duration> idleTimeout();

    /** Calls at the same time by one instance, for all models together; as many as the instance has where not set. */
    Optional<@Min(1) @Max(100_000) Integer> concurrency();

    /**
     * What becomes of a call whose reader leaves: {@code cancel} and count what was delivered; {@code drain} to its usage,
     * which is charged; or {@code release}, which charges nothing.
     */
    @WithDefault("cancel")
    LeavePolicy.Kind onLeave();

    /** How long a call is drained at most. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 20)
    Duration drainMax();

    /** Calls that are drained at the same time by one instance; a further one is cancelled and counted. */
    @WithDefault("16")
    @Min(0) @Max(10_000) int drainsMax();
}
