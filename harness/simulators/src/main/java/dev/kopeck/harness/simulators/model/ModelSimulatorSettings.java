package dev.kopeck.harness.simulators.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a model simulator behaves where a request does not ask for something else.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param models names it answers to, as listed by {@code GET /v1/models}; others get 404 as at OpenAI, unless one is
 *     {@code *}
 * @param apiKey where present, another key or none gets 401
 * @param tokensPerSecond speed of an answer; 0 is as fast as the client reads
 * @param firstTokenDelay silence before the first token
 * @param stallLimit how long a stalled request is held before its connection is cut
 * @param contextTokens a prompt with more tokens gets 400 {@code context_length_exceeded}
 */
public record ModelSimulatorSettings(
        String host,
        int port,
        List<String> models,
        Optional<String> apiKey,
        int tokensPerSecond,
        Duration firstTokenDelay,
        Duration stallLimit,
        int contextTokens) {

    public static final String MODEL = "kopeck-sim";

    public ModelSimulatorSettings {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a model simulator needs the name of at least one model");
        }
        if (tokensPerSecond < 0 || firstTokenDelay.isNegative() || contextTokens < 1) {
            throw new IllegalArgumentException("speed and delay are at least 0, the context at least 1 token");
        }
    }

    /** Any port of the loopback address, unlimited speed, the model {@value #MODEL}. */
    public static ModelSimulatorSettings defaults() {
        return new ModelSimulatorSettings(
                "127.0.0.1", 0, List.of(MODEL), Optional.empty(), 0, Duration.ZERO, Duration.ofMinutes(10), 128_000);
    }

    public ModelSimulatorSettings withHost(String value) {
        return new ModelSimulatorSettings(
                value, port, models, apiKey, tokensPerSecond, firstTokenDelay, stallLimit, contextTokens);
    }

    public ModelSimulatorSettings withPort(int value) {
        return new ModelSimulatorSettings(
                host, value, models, apiKey, tokensPerSecond, firstTokenDelay, stallLimit, contextTokens);
    }

    public ModelSimulatorSettings withModels(List<String> value) {
        return new ModelSimulatorSettings(
                host, port, value, apiKey, tokensPerSecond, firstTokenDelay, stallLimit, contextTokens);
    }

    public ModelSimulatorSettings withApiKey(String value) {
        return new ModelSimulatorSettings(
                host, port, models, Optional.of(value), tokensPerSecond, firstTokenDelay, stallLimit, contextTokens);
    }

    public ModelSimulatorSettings withTokensPerSecond(int value) {
        return new ModelSimulatorSettings(
                host, port, models, apiKey, value, firstTokenDelay, stallLimit, contextTokens);
    }

    public ModelSimulatorSettings withFirstTokenDelay(Duration value) {
        return new ModelSimulatorSettings(
                host, port, models, apiKey, tokensPerSecond, value, stallLimit, contextTokens);
    }

    public ModelSimulatorSettings withStallLimit(Duration value) {
        return new ModelSimulatorSettings(
                host, port, models, apiKey, tokensPerSecond, firstTokenDelay, value, contextTokens);
    }

    public ModelSimulatorSettings withContextTokens(int value) {
        return new ModelSimulatorSettings(
                host, port, models, apiKey, tokensPerSecond, firstTokenDelay, stallLimit, value);
    }

    boolean answersTo(String model) {
        return models.contains(model) || models.contains("*");
    }
}
