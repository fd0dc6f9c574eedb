package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.RelayBody;
import dev.kopeck.gateway.domain.relay.RelayWishes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is asked of a provider: the client's request, with another name of the model, a bounded answer, and its usage.
 *
 * @param outputPerChoice tokens that each choice may have at most
 */
public record UpstreamCall(Endpoint endpoint, RelayBody body, RelayWishes wishes, long outputPerChoice) {

    /** These count reasoning and answer together, and refuse the older name of the limit. */
    private static final Pattern REASONING = Pattern.compile("(?:o[134](?:-.*)?|gpt-5.*)");

    /** @param upstreamName what the provider calls the model */
    public byte[] bodyFor(String upstreamName) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("model", quoted(upstreamName));
        var limits = endpoint.limitFields();
        var given = limits.stream().filter(body.fields()::containsKey).toList();
        if (!given.isEmpty()) {
            given.forEach(field -> values.put(field, Long.toString(outputPerChoice)));
        } else if (!limits.isEmpty()) {
            values.put(limitField(upstreamName), Long.toString(outputPerChoice));
        }
        return body.with(values, wishes.streamed() && endpoint.hasUsageOption());
    }

    private String limitField(String upstreamName) {
        var limits = endpoint.limitFields();
        return REASONING.matcher(upstreamName).matches() ? limits.getFirst() : limits.getLast();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
