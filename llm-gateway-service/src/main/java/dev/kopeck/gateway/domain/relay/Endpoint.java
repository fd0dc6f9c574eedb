package dev.kopeck.gateway.domain.relay;

import java.util.List;

/**
 * What of the OpenAI API is relayed.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference">OpenAI API reference</a>
 */
public enum Endpoint {
    CHAT("chat/completions"),
    COMPLETIONS("completions"),
    EMBEDDINGS("embeddings"),
    RESPONSES("responses");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    /** Behind {@code /v1/}, of Kopeck and of a provider alike. */
    public String path() {
        return path;
    }

    /** The fields that may bound an answer's length; the first is the newest. Empty where an answer has no length. */
    public List<String> limitFields() {
        return switch (this) {
            case CHAT -> List.of("max_completion_tokens", "max_tokens");
            case COMPLETIONS -> List.of("max_tokens");
            case EMBEDDINGS -> List.of();
            case RESPONSES -> List.of("max_output_tokens");
        };
    }

    /** Whether answers have no tokens of output by their nature. */
    public boolean isInputOnly() {
        return this == EMBEDDINGS;
    }

    /** Whether a stream tells its usage only to those who ask for it in {@code stream_options}. */
    public boolean hasUsageOption() {
        return this == CHAT || this == COMPLETIONS;
    }
}
