package dev.kopeck.gateway.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The log of calls of providers, in the table {@code model_attempt}. */
public interface AttemptConfig {

    /** How often what has gathered is written; whole seconds. */
    @WithDefault("1s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 1)
    Duration flush();

    /** Attempts that one statement writes at most. */
    @WithDefault("500")
    @Min(1) @Max(10_000) int batch();

    /** Attempts that wait to be written; while the database is away, further ones are counted and dropped. */
    @WithDefault("10000")
    @Min(1) @Max(1_000_000) int waitingMax();

    /** How long they are kept. */
    @WithDefault("30d")
    @DurationMin(hours = 1)
    Duration retention();
}
