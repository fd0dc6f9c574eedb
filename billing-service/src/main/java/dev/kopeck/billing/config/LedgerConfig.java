package dev.kopeck.billing.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the ledger's upkeep and of what is read from it. */
public interface LedgerConfig {

    /** How many months have their partition before they begin. */
    @WithDefault("3")
    @Min(1) @Max(24) int monthsAhead();

    /** How often the partitions are looked after, and those made that could not be made before. */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration partitionInterval();

    /** How often usage is rolled up: a row for each active account. Reports are exact at any time, then slower. */
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration rollInterval();

    /** How many entries one transaction of the rollup counts at most. */
    @WithDefault("200000")
    @Min(1) @Max(500_000) int rollRowsMax();

    /** How many such transactions one round has at most. */
    @WithDefault("200")
    @Min(1) @Max(100_000) int rollStepsMax();

    /** How many entries of a statement or an export are read, and in memory, at once. */
    @WithDefault("1000")
    @Min(1) @Max(10_000) int pageSize();

    /** How many entries one export has at most; the next one goes on behind its last cursor. */
    @WithDefault("1000000")
    @Min(1) @Max(100_000_000) int exportMax();

    /** How long a statement or an export may take, however slowly its reader reads. */
    @WithDefault("15m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration downloadMax();

    /** How many statements and exports one instance sends at the same time; the next one is told to come back. */
    @WithDefault("8")
    @Min(1) @Max(1000) int downloadsMax();
}
