package dev.kopeck.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kopeck.contracts.money.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds what a provider says an answer used, wherever and however it says it. Fed with the JSON documents of one answer as
 * they come: the whole body, or the data of each event of a stream. What is said last counts, field by field; nothing is
 * ever summed over events, since those that tell in each of them tell the sum so far.
 *
 * <p>Found at: {@code usage}; {@code choices[].usage} (<a
 * href="https://github.com/higress-group/higress/pull/1568">Moonshot</a>); {@code x_groq.usage} (<a
 * href="https://github.com/vercel/ai/issues/1651">Groq</a>); {@code response.usage} of a <a
 * href="https://platform.openai.com/docs/api-reference/responses-streaming">response's events</a>; {@code message.usage}
 * of <a href="https://docs.anthropic.com/en/docs/build-with-claude/streaming">Anthropic's</a>.
 *
 * <p>An event without the word {@code usage} costs a look at its bytes; any other is read once, without building a tree.
 * What is not JSON says nothing. Not thread-safe.
 */
public final class UsageReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] USAGE = "\"usage\"".getBytes(StandardCharsets.UTF_8);

    private final UsageCounts counts = new UsageCounts();

    /** What a whole body says. */
    public static Optional<Usage> usageOf(byte[] json) {
        var reader = new UsageReader();
        reader.read(json, 0, json.length);
        return reader.usage();
    }

    public void read(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        read(bytes, 0, bytes.length);
    }

    /** Reads one document. The array is not kept. */
    public void read(byte[] bytes, int offset, int length) {
        if (!mentionsUsage(bytes, offset, offset + length)) {
            return;
        }
        try (JsonParser parser = JSON.createParser(bytes, offset, length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                document(parser);
            }
        } catch (IOException noJson) {
            // What was read until here stays: a provider that garbles its last event has told before.
        }
    }

    /**
     * What was said until now, an explicit zero included. Empty where nothing was said, where one of the sides is missing
     * and cannot be computed, and where a count is negative or beyond reason: then nothing of it can be trusted.
     */
    public Optional<Usage> usage() {
        return counts.usage();
    }

    private void document(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            switch (name) {
                case "usage" -> usage(parser, value);
                case "response", "message", "x_groq" -> holder(parser, value);
                case "choices" -> choices(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    /** An object that may have a usage. */
    private void holder(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var inner = parser.nextToken();
            if (name.equals("usage")) {
                usage(parser, inner);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void choices(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        for (var choice = parser.nextToken();
                choice != null && choice != JsonToken.END_ARRAY;
                choice = parser.nextToken()) {
            holder(parser, choice);
        }
    }

    private void usage(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var inner = parser.nextToken();
            if (inner == JsonToken.START_OBJECT) {
                details(parser, name);
            } else if (inner == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else {
                counts.put(name, parser.getText(), inner);
            }
        }
    }

    private void details(JsonParser parser, String of) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var inner = parser.nextToken();
            if (inner.isStructStart()) {
                parser.skipChildren();
            } else {
                counts.put(of + "." + name, parser.getText(), inner);
            }
        }
    }

    private static boolean mentionsUsage(byte[] bytes, int from, int to) {
        int last = to - USAGE.length;
        for (int start = from; start <= last; start++) {
            if (bytes[start] == USAGE[0] && isUsageAt(bytes, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUsageAt(byte[] bytes, int start) {
        for (int i = 1; i < USAGE.length; i++) {
            if (bytes[start + i] != USAGE[i]) {
                return false;
            }
        }
        return true;
    }
}
