package dev.kopeck.billing.config;

import dev.kopeck.contracts.money.Nanos;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of what proves the books right. */
public interface TrustConfig {

    /** How often accounts that changed are checked. */
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration checkInterval();

    /** How many accounts one statement looks at for changes at most. */
    @WithDefault("20000")
    @Min(100) @Max(1_000_000) int checkScan();

    /** How many accounts one statement checks at most. */
    @WithDefault("500")
    @Min(1) @Max(10_000) int portionAccounts();

    /** How many entries one statement checks at most. */
    @WithDefault("50000")
    @Min(10) @Max(1_000_000) int portionEntries();

    /** How many accounts that did not change are checked each time, other ones every time. */
    @WithDefault("20")
    @Min(0) @Max(10_000) int sampleAccounts();

    /** How many entries, from the last one back, are checked of each of them. */
    @WithDefault("1000")
    @Min(1) @Max(100_000) int sampleEntries();

    /** When the proof of the night is due. */
    @WithDefault("03:30")
    LocalTime proofTime();

    /** In which time zone that is. */
    @WithDefault("UTC")
    @WithConverter(ZoneConverter.class)
    ZoneId proofZone();

    /** How often it is looked for proofs, verifications and reconciliations that somebody asked for. */
    @WithDefault("1s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration workInterval();

    /** How long the database may take over an hour of the ledger, or for the sum of all balances. */
    @WithDefault("10m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 12)
    Duration longStatement();

    /** How often it is looked for hours that can be sealed. */
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration sealInterval();

    /**
     * How long after its end an hour is sealed at the earliest: longer than a statement may wait for a lock, and than the
     * database's clock may be set back.
     */
    @WithDefault("5m")
    @DurationMin(seconds = 15)
    @DurationMax(hours = 24)
    Duration sealGrace();

    /** How many hours one round seals at most. */
    @WithDefault("100")
    @Min(1) @Max(10_000) int sealBatch();

    /** How much later than its row an event may be on Kafka; hours that ended more recently are not compared. */
    @WithDefault("15m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration kafkaSlack();

    /** How many hours one comparison with Kafka covers at most. */
    @WithDefault("48")
    @Min(1) @Max(744) int kafkaHours();

    /** How many events one comparison with Kafka reads at most. */
    @WithDefault("20000000")
    @Min(1000) @Max(1_000_000_000) int kafkaEvents();

    /** What a Telegram Star is credited with, to compare amounts of payments; not compared where left out. */
    Optional<@WithConverter(NanosConverter.class) Nanos> starValue();

    /** By how many percent a provider's tokens of a day and model may drift from ours before they are flagged. */
    @WithDefault("1")
    @DecimalMin("0") @DecimalMax("1000") BigDecimal driftPercent();
}
