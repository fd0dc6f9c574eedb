package dev.kopeck.gateway.domain;

import java.util.Map;

/**
 * A model as the catalogue describes it.
 *
 * @param id what Kopeck and its prices call it
 * @param upstreamName what the provider calls it
 * @param contextWindow tokens that prompt and answer may have together; at least 2
 * @param outputLimit tokens that an answer may have at most; at least 1
 * @param streaming whether the answer is asked for word by word; otherwise it comes as a whole
 * @param requestOptions further fields of the request, such as {@code temperature}; values are JSON
 */
public record Model(
        String id,
        String upstreamName,
        long contextWindow,
        long outputLimit,
        boolean streaming,
        Map<String, String> requestOptions) {

    public Model {
        if (contextWindow < 2 || outputLimit < 1) {
            throw new IllegalArgumentException("model " + id + " needs a context for at least one token and an answer");
        }
        requestOptions = Map.copyOf(requestOptions);
    }
}
