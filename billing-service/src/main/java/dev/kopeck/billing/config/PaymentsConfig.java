package dev.kopeck.billing.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of money in and money back. */
public interface PaymentsConfig {

    /** How often grants are looked for that begin or have ended. */
    @WithDefault("5s")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration lotSweepInterval();

    /** How many grants one transaction of that sweep looks at most at. */
    @WithDefault("50")
    @Min(1) @Max(1000) int lotSweepBatch();

    /** How long after it ended a grant, the rest of which a hold still needs, is looked at again. */
    @WithDefault("15s")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration lotRetry();

    /** How many ledger rows of one account a transaction walks at most to work out what is left of its grants. */
    @WithDefault("10000")
    @Min(100) @Max(100_000) int lotWalkRows();

    /** How many different sets of models the credit of one account may be granted for. */
    @WithDefault("20")
    @Min(1) @Max(100) int scopesMax();

    /** How many wrong codes an account may try in a row, per window. */
    @WithDefault("10")
    @Min(1) @Max(1000) int codeTries();

    /** After this time tries count anew. */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration codeTriesWindow();
}
