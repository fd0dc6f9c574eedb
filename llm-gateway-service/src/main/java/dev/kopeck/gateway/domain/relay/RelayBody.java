package dev.kopeck.gateway.domain.relay;

import java.util.Map;
import java.util.Optional;

/**
 * A request's body as it came, and where in it the few fields are that change on the way. Everything else goes on byte
 * for byte: fields that nobody here knows, the form of numbers, the order of fields, white space.
 *
 * @param fields where the values of top-level fields are, and of {@code stream_options.include_usage}
 * @param end of the body's object: where its closing brace is
 * @param optionsEmpty whether {@code stream_options} is an object without fields
 */
@SuppressWarnings("ArrayRecordComponent") // read once and handed on, never compared
public record RelayBody(byte[] bytes, Map<String, Span> fields, int end, boolean optionsEmpty) {

    private static final String OPTIONS = "stream_options";
    private static final String INCLUDE_USAGE = "stream_options.include_usage";

    public RelayBody {
        fields = Map.copyOf(fields);
    }

    /**
     * @param values JSON by the name of its top-level field; those that are there are replaced, others are added
     * @param usage whether the provider shall report its usage at the end of a stream
     */
    public byte[] with(Map<String, String> values, boolean usage) {
        var edits = new Edits(bytes);
        values.forEach((name, json) -> place(edits, name, json));
        if (usage) {
            askForUsage(edits);
        }
        return edits.apply();
    }

    /** Without the text: prompts never reach a log. */
    @Override
    public String toString() {
        return "RelayBody[%d bytes]".formatted(bytes.length);
    }

    private void place(Edits edits, String name, String json) {
        Optional.ofNullable(fields.get(name))
                .ifPresentOrElse(
                        span -> edits.replace(span, json), () -> edits.insert(end, ",\"" + name + "\":" + json));
    }

    private void askForUsage(Edits edits) {
        var asked = fields.get(INCLUDE_USAGE);
        var options = fields.get(OPTIONS);
        if (asked != null) {
            edits.replace(asked, "true");
        } else if (options != null && bytes[options.from()] == '{') {
            edits.insert(options.from() + 1, "\"include_usage\":true" + (optionsEmpty ? "" : ","));
        } else {
            place(edits, OPTIONS, "{\"include_usage\":true}");
        }
    }
}
