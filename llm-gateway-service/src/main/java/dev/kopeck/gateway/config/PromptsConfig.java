package dev.kopeck.gateway.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The prompt API. */
public interface PromptsConfig {

    /** Bytes that a request may have. */
    @WithDefault("1048576")
    @Min(1024) @Max(8_388_608) int bodyMax();

    /** Longest time that a request for a prompt waits for its end. */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 2)
    Duration waitMax();

    /** How often a prompt that somebody waits for is looked at. */
    @WithDefault("500ms")
    @DurationMin(millis = 20)
    @DurationMax(seconds = 10)
    Duration waitPause();

    /** Prompts that may wait for Kafka to come back; further ones are turned away. */
    @WithDefault("10000")
    @Min(1) @Max(1_000_000) int unpublishedMax();

    /** How often what a crash or an outage left untold is told. */
    @WithDefault("2s")
    @DurationMin(millis = 50)
    @DurationMax(minutes = 1)
    Duration sweep();

    /** How long whoever took a prompt in has to tell it, before the sweep does. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 5)
    Duration ownTime();

    /** Whose texts are kept. */
    @Valid TextsConfig texts();

    /** Who is told of a prompt's end. */
    @Valid CallbacksConfig callbacks();

    /** Texts of prompts and answers. */
    interface TextsConfig {

        /** How long texts are kept once their prompt has ended; zero keeps none. At most as long as records are. */
        @WithDefault("30d")
        @DurationMin
        @DurationMax(days = 3650)
        Duration keptFor();

        /** The same for single accounts, by the account's id. */
        Map<String, Duration> accounts();

        /** Where none are kept: how long an answer waits to be fetched. */
        @WithDefault("1h")
        @DurationMin(seconds = 1)
        @DurationMax(days = 1)
        Duration fetch();

        /** How often what is too old is forgotten. */
        @WithDefault("1m")
        @DurationMin(millis = 100)
        @DurationMax(hours = 1)
        Duration interval();
    }

    /** Callbacks. They are off where there is no secret to sign them with. */
    interface CallbacksConfig {

        /** Signs callbacks of every account that has no secret of its own. At least 16 characters. */
        Optional<String> secret();

        /** Secrets of single accounts, by the account's id. */
        Map<String, String> accounts();

        /** Whether addresses of private networks, and plain http, may be called. For tests and closed networks. */
        @WithDefault("false")
        boolean allowPrivate();

        /** How long one delivery may take. */
        @WithDefault("10s")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 1)
        Duration timeout();

        /** How often it is looked for callbacks that are due. */
        @WithDefault("1s")
        @DurationMin(millis = 50)
        @DurationMax(minutes = 1)
        Duration interval();

        /** Deliveries at the same time. */
        @WithDefault("20")
        @Min(1) @Max(1_000) int atOnce();

        /** Attempts until a callback is given up. */
        @WithDefault("12")
        @Min(1) @Max(100) int attemptsMax();

        /** Wait after the first failed attempt; doubles with each further one. */
        @WithDefault("5s")
        @DurationMin(millis = 1)
        @DurationMax(hours = 1)
        Duration retryDelay();

        /** Longest wait between two attempts. */
        @WithDefault("1h")
        @DurationMin(millis = 1)
        @DurationMax(days = 1)
        Duration retryDelayMax();
    }
}
