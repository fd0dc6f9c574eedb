package dev.kopeck.billing.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of prices and of their import, under {@code kopeck.billing.prices}. */
public interface PricesConfig {

    /** How far in the past an operator's effectiveFrom may lie to be taken for now: clocks differ. */
    @WithDefault("1m")
    @DurationMin(seconds = 0)
    @DurationMax(hours = 1)
    Duration backdatingTolerance();

    /** How many rows a price list may have. */
    @WithDefault("10000")
    @Min(1) @Max(100_000) int importRowsMax();

    /** How many bytes a price list may have; quarkus.http.limits.max-body-size must be at least as large. */
    @WithDefault("4194304")
    @Min(1024) @Max(16_777_216) int importBytesMax();
}
