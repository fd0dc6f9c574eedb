package dev.kopeck.gateway.domain;

import java.util.List;
import java.util.Map;

/**
 * A model as the catalogue describes it.
 *
 * @param id what Kopeck and its prices call it
 * @param kind what can be asked of it
 * @param targets where it is called: the first, and in its stead the next ones in turn; at least one
 * @param contextWindow tokens that prompt and answer may have together; at least 2
 * @param outputLimit tokens that an answer may have at most; at least 1
 * @param concurrency calls at the same time; at least 1
 * @param streaming whether an answer that Kopeck asks for itself is asked for word by word; otherwise it comes as a whole
 * @param requestOptions further fields of the request, such as {@code temperature}; values are JSON
 */
public record Model(
        String id,
        Kind kind,
        List<Target> targets,
        long contextWindow,
        long outputLimit,
        int concurrency,
        boolean streaming,
        Map<String, String> requestOptions) {

    public Model {
        if (contextWindow < 2 || outputLimit < 1) {
            throw new IllegalArgumentException("model " + id + " needs a context for at least one token and an answer");
        }
        if (targets.isEmpty() || concurrency < 1) {
            throw new IllegalArgumentException("model " + id + " needs somebody to answer, and a place for one call");
        }
        targets = List.copyOf(targets);
        requestOptions = Map.copyOf(requestOptions);
    }

    /** What can be asked of a model. */
    public enum Kind {
        /** An answer: chat completions, completions, responses. */
        CHAT,
        /** Vectors. */
        EMBEDDINGS
    }

    /** Who is asked first. */
    public Target primary() {
        return targets.getFirst();
    }

    /** What the first one asked calls it: its tokenizer is found by this. */
    public String upstreamName() {
        return primary().upstreamName();
    }
}
