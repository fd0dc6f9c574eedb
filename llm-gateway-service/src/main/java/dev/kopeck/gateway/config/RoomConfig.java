package dev.kopeck.gateway.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The waiting room of one instance. */
public interface RoomConfig {

    /** Prompts that may wait for a place; the next one is refused at once, and its hold is released. */
    @WithDefault("100")
    @Min(0) @Max(100_000) int waitingMax();

    /** Prompts of one account that may wait; the next one of that account is refused at once. */
    @WithDefault("5")
    @Min(0) @Max(100_000) int waitingPerAccountMax();

    /**
     * Prompts that may wait besides, where they waited at the broker while no gateway took them. They are not refused:
     * beyond this many they stay at the broker, and so does what came behind them in their partition.
     */
    @WithDefault("250")
    @Min(1) @Max(100_000) int backlogMax();

    /** A prompt that is older than this when it comes has waited at the broker. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    @DurationMax(hours = 1)
    Duration backlogAfter();
}
