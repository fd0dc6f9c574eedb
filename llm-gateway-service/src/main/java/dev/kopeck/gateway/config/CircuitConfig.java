package dev.kopeck.gateway.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** When a provider that fails is left alone. Failures are 5xx, no connection, silence, and streams that break or are garbled. */
public interface CircuitConfig {

    /** Calls of a provider that are looked back upon. */
    @WithDefault("20")
    @Min(1) @Max(10_000) int window();

    /** Calls that must have been made before anything is concluded. */
    @WithDefault("10")
    @Min(1) @Max(10_000) int callsMin();

    /** Percent of them that failed, from which on the provider is left alone. */
    @WithDefault("50")
    @Min(1) @Max(100) int failurePercent();

    /** How long it is left alone before it is tried again. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    @DurationMax(hours = 1)
    Duration openFor();

    /** Calls that try it then; if they go well it is asked again as before. */
    @WithDefault("3")
    @Min(1) @Max(1_000) int probes();
}
