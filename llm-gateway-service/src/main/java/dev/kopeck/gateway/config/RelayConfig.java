package dev.kopeck.gateway.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The relay of OpenAI's clients. How long a call may take, and be silent, is set with all other calls. */
public interface RelayConfig {

    /** Bytes that a request's body may have; images come in it. */
    @WithDefault("20971520")
    @Min(1024) @Max(67_108_864) int bodyBytesMax();

    /** Bytes that an answer may have that comes as a whole. */
    @WithDefault("33554432")
    @Min(1024) @Max(268_435_456) int answerBytesMax();

    /** Bytes that one event of a stream may have. */
    @WithDefault("8388608")
    @Min(1024) @Max(67_108_864) int eventBytesMax();

    /** How long billing may take to authorise a request before its client is told to try again. */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(seconds = 30)
    Duration replyTimeout();

    /** How long the end of an answer waits for its price; after that it is told without. */
    @WithDefault("2s")
    @DurationMin(millis = 10)
    @DurationMax(seconds = 30)
    Duration settleTimeout();

    /** Tokens that an answer may have at least where its request does not bound it, as far as the balance reaches. */
    @WithDefault("1024")
    @Min(1) @Max(1_000_000) int outputDefault();

    /** What the length that 95 of 100 answers of a model did not exceed is multiplied by, to bound one that nobody bounds. */
    @WithDefault("4")
    @Min(1) @Max(100) int outputHeadroom();

    /** Answers of a model that have to be seen before their length is learned from. */
    @WithDefault("50")
    @Min(1) @Max(1000) int outputAnswersMin();

    /** How long what models cost may be remembered for {@code /v1/models}. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 10)
    Duration pricesRemembered();

    /** How long an Idempotency-Key is remembered. */
    @WithDefault("1d")
    @DurationMin(hours = 1)
    @DurationMax(days = 365)
    Duration idempotencyRetention();

    /** How long answers go on when this gateway is told to stop; then they break off, and what was delivered is settled. */
    @WithDefault("4s")
    @DurationMin(millis = 0)
    @DurationMax(minutes = 10)
    Duration stopGrace();
}
