package dev.kopeck.gateway.config;

import dev.kopeck.gateway.domain.Model;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One model of the catalogue. */
public interface ModelConfig {

    /** What the provider {@code default} calls it; the same as its id where not set. */
    Optional<String> upstreamName();

    /**
     * Who answers, in this order, as {@code provider:upstream name}: the first, and where that fails or is overloaded the
     * next ones. Where not set, the provider {@code default} alone.
     */
    Optional<List<String>> targets();

    /** What can be asked of it: {@code chat}, or {@code embeddings}. */
    @WithDefault("chat")
    Model.Kind kind();

    /** Tokens that prompt and answer may have together. */
    @Min(2) @Max(1_000_000_000) long contextWindow();

    /** Tokens that an answer may have at most. */
    @Min(1) @Max(1_000_000_000) long outputLimit();

    /** Prompts that it may answer at the same time in one instance; as many as the instance has where not set. */
    Optional<@Min(1) @Max(100_000) Integer> concurrency();

    /**
     * Whether answers come word by word. Otherwise they come as a whole, through quarkus-langchain4j's own model, which knows
     * the provider {@code default} alone: no previews, and a cancel does not reach the provider.
     */
    @WithDefault("true")
    boolean streaming();

    /** Further fields of the request, such as {@code temperature}; values as JSON, a bare word as text. */
    Map<String, String> requestOptions();
}
