package dev.kopeck.gateway.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How much keys and accounts may ask for, all gateways together. */
public interface LimitsConfig {

    /** What holds for each key, unless it is named below. */
    @Valid Rates perKey();

    /** What holds for all keys of an account together, unless it is named below. */
    @Valid Rates perAccount();

    /** Keys with limits of their own, by the key's id. What is left out there is the default, not that of {@code per-key}. */
    Map<String, @Valid Rates> keys();

    /** Accounts with limits of their own, by the account's id; as for keys. */
    Map<String, @Valid Rates> accounts();

    /** How often a gateway tells the others that it lives. */
    @WithDefault("2s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration heartbeat();

    /** After how much silence a gateway is taken for dead, and the others share what was its; at least three heartbeats. */
    @WithDefault("8s")
    @DurationMin(millis = 300)
    @DurationMax(minutes = 10)
    Duration silence();

    /** Limits of one key or account. */
    interface Rates {

        /** Requests in a minute. */
        @WithDefault("6000")
        @Min(1) @Max(1_000_000_000) long requestsPerMinute();

        /** Tokens in a minute, of prompts and answers together, as estimated before and corrected after the answer. */
        @WithDefault("10000000")
        @Min(1) @Max(1_000_000_000_000L) long tokensPerMinute();

        /** Requests at the same time. */
        @WithDefault("500")
        @Min(1) @Max(1_000_000) int concurrent();
    }
}
