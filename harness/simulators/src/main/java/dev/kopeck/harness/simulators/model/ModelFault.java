package dev.kopeck.harness.simulators.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * What can be wished of one answer, by a magic word in the last user message ({@code sim:cut=3}) or by the control API.
 * Each has at most one number.
 */
public enum ModelFault {
    BAD_REQUEST("400", 400, "HTTP 400, as for a request that the provider does not understand"),
    UNAUTHORIZED("401", 401, "HTTP 401, as for a wrong key"),
    TOO_MANY_REQUESTS("429", 1, "HTTP 429 with Retry-After of N seconds"),
    SERVER_ERROR("500", 500, "HTTP 500"),
    UNAVAILABLE("503", 503, "HTTP 503"),
    DROP("drop", 0, "the connection is cut before the head of the response"),
    CUT("cut", 5, "the connection is cut after N tokens, without [DONE]"),
    STALL("stall", 5, "silence after N tokens, until the client leaves"),
    GARBAGE("garbage", 5, "a chunk that is no JSON after N tokens"),
    EMPTY("empty", 0, "an answer without a word"),
    FILTERED("filtered", 5, "the answer ends after N tokens with finish_reason content_filter"),
    NO_USAGE("no-usage", 0, "no usage at all"),
    ZERO_USAGE("zero-usage", 0, "a usage that says 0 explicitly"),
    CACHED("cached", 10, "N of the prompt's tokens are reported as cached"),
    REASONING("reasoning", 20, "N reasoning tokens are reported on top of the answer's"),
    TOOL("tool", 0, "a call of the request's first tool instead of words"),
    TOKENS("tokens", 100, "an answer of exactly N tokens"),
    SPEED("speed", 10, "N tokens per second; 0 is as fast as the client reads"),
    DELAY("delay", 1000, "N milliseconds of silence before the first token");

    private final String word;
    private final int usual;
    private final String effect;

    ModelFault(String word, int usual, String effect) {
        this.word = word;
        this.usual = usual;
        this.effect = effect;
    }

    /** The name in a magic word and in the control API. */
    public String word() {
        return word;
    }

    /** The number that applies where none is given; meaningless for a fault without one. */
    public int usual() {
        return usual;
    }

    public String effect() {
        return effect;
    }

    boolean takesNumber() {
        return effect.contains("N ");
    }

    /** The HTTP status of an error answer, 0 where the fault is none. */
    int status() {
        return switch (this) {
            case BAD_REQUEST, UNAUTHORIZED, TOO_MANY_REQUESTS, SERVER_ERROR, UNAVAILABLE -> Integer.parseInt(word);
            case DROP, CUT, STALL, GARBAGE, EMPTY, FILTERED, NO_USAGE, ZERO_USAGE, TOOL -> 0;
            case CACHED, REASONING, TOKENS, SPEED, DELAY -> 0;
        };
    }

    public static Optional<ModelFault> named(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }
}
