package dev.kopeck.gateway.domain.relay;

import dev.kopeck.contracts.money.Usage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The usage that a client is told: the provider's own where there is one, field by field as it came, with what Kopeck
 * adds: {@code cost}, {@code balance}, {@code currency}, {@code granted_output_tokens}, and {@code estimated} where
 * Kopeck counted. Amounts are decimal strings.
 *
 * @param receipt null where the charge was not known in time
 */
public record UsageText(
        Endpoint endpoint,
        Usage usage,
        boolean estimated,
        long grantedOutputTokens,
        @Nullable Receipt receipt) {

    /** The bytes with this usage in them. */
    byte[] into(byte[] bytes, Observed observed) {
        return into(new Edits(bytes), bytes, observed);
    }

    byte[] into(Edits edits, byte[] bytes, Observed observed) {
        var span = observed.usageSpan();
        if (span == null) {
            return observed.end() < 0
                    ? bytes
                    : edits.insert(observed.end(), ",\"usage\":" + whole()).apply();
        }
        if (observed.usage() == null || bytes[span.from()] != '{') {
            return edits.replace(span, whole()).apply();
        }
        return edits.insert(span.to() - 1, (isEmpty(bytes, span) ? "" : ",") + additions())
                .apply();
    }

    /** All of it, for a provider that told nothing. */
    public String whole() {
        var text = new StringBuilder(160).append('{');
        if (endpoint == Endpoint.RESPONSES) {
            text.append("\"input_tokens\":").append(usage.inputTokens());
            text.append(",\"output_tokens\":").append(usage.outputTokens());
        } else {
            text.append("\"prompt_tokens\":").append(usage.inputTokens());
            text.append(",\"completion_tokens\":").append(usage.outputTokens());
        }
        text.append(",\"total_tokens\":").append(Math.addExact(usage.inputTokens(), usage.outputTokens()));
        return text.append(',').append(additions()).append('}').toString();
    }

    private String additions() {
        var text = new StringBuilder(120);
        if (receipt != null) {
            text.append("\"cost\":\"").append(receipt.cost().toDecimal()).append("\",");
            text.append("\"balance\":\"").append(receipt.balance().toDecimal()).append("\",");
            text.append("\"currency\":\"").append(receipt.currency()).append("\",");
        }
        text.append("\"granted_output_tokens\":").append(grantedOutputTokens);
        return estimated ? text.append(",\"estimated\":true").toString() : text.toString();
    }

    private static boolean isEmpty(byte[] bytes, Span span) {
        return new String(bytes, span.from() + 1, span.to() - span.from() - 2, StandardCharsets.UTF_8).isBlank();
    }
}
