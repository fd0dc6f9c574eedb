package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.Observed;
import dev.kopeck.gateway.domain.relay.Span;
import dev.kopeck.tokens.UsageReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the JSON of an answer, or of one event of a stream, in passing: token by token, without building anything from
 * what it does not need. Lenient: a provider may add what it likes and leave out what it does not have. Of one value; not
 * thread-safe.
 */
final class AnswerReader {

    private final JsonParser json;
    private final int offset;
    private final Endpoint endpoint;
    private final StringBuilder text = new StringBuilder();
    private boolean delivered;
    private boolean ended;
    private boolean failed;
    private boolean hasChoices;
    private boolean hasUsage;
    private @Nullable Span usageSpan;
    private @Nullable Span choicesSpan;
    private int usageHome = -1;

    private AnswerReader(JsonParser json, int offset, Endpoint endpoint) {
        this.json = json;
        this.offset = offset;
        this.endpoint = endpoint;
    }

    /**
     * @param at where the value is in the bytes; spans are counted from the bytes' beginning
     * @throws IOException where it is not JSON
     */
    static Observed read(JsonFactory factory, byte[] bytes, Span at, Endpoint endpoint) throws IOException {
        try (var json = factory.createParser(bytes, at.from(), at.to() - at.from())) {
            return new AnswerReader(json, at.from(), endpoint).read(bytes, at);
        }
    }

    private Observed read(byte[] bytes, Span at) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("an answer is an object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            field(json.currentName());
        }
        int end = usageHome < 0 ? here() - 1 : usageHome;
        var usage = hasUsage ? usageIn(bytes, at) : null;
        boolean usageOnly = usage != null && choicesSpan != null && !hasChoices;
        return new Observed(text.toString(), delivered, ended, usage, usageOnly, failed, usageSpan, choicesSpan, end);
    }

    /** Read a second time, once in a stream: every shape of it is known elsewhere. */
    private static @Nullable Usage usageIn(byte[] bytes, Span at) {
        var reader = new UsageReader();
        reader.read(bytes, at.from(), at.to() - at.from());
        return reader.usage().orElse(null);
    }

    private void field(String name) throws IOException {
        var token = json.nextToken();
        switch (name) {
            case "choices" -> choices(token);
            case "usage" -> usage(token);
            case "error" -> error(token);
            case "data", "output" -> array(name, token);
            case "response" -> response(token);
            case "type" -> type(token);
            case "delta" -> eventDelta(token);
            default -> json.skipChildren();
        }
    }

    private void choices(JsonToken token) throws IOException {
        int from = there();
        if (token != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            hasChoices = true;
            if (json.currentToken() == JsonToken.START_OBJECT) {
                choice();
            } else {
                json.skipChildren();
            }
        }
        choicesSpan = new Span(from, here());
    }

    private void choice() throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var token = json.nextToken();
            switch (name) {
                case "delta", "message" -> output(token);
                case "text" -> say(token);
                case "finish_reason" -> ended |= token == JsonToken.VALUE_STRING;
                default -> json.skipChildren();
            }
        }
    }

    /** Everything that a model wrote: words, thoughts, refusals, names and arguments of calls. */
    private void output(JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                var value = json.nextToken();
                switch (name) {
                    case "role",
                            "id",
                            "call_id",
                            "type",
                            "object",
                            "index",
                            "status",
                            "annotations",
                            "encrypted_content" -> json.skipChildren();
                    case "audio", "images" -> opaque(value);
                    default -> output(value);
                }
            }
        } else if (token == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                output(json.currentToken());
            }
        } else {
            say(token);
        }
    }

    private void say(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            var said = json.getText();
            delivered |= !said.isEmpty();
            text.append(said);
        }
    }

    /** Sounds and pictures: delivered, but no text to count. */
    private void opaque(JsonToken token) throws IOException {
        delivered |= token.isStructStart();
        json.skipChildren();
    }

    private void usage(JsonToken token) throws IOException {
        int from = there();
        hasUsage |= token == JsonToken.START_OBJECT;
        json.skipChildren();
        json.finishToken();
        usageSpan = new Span(from, here());
    }

    private void error(JsonToken token) throws IOException {
        failed |= token != JsonToken.VALUE_NULL;
        json.skipChildren();
    }

    /** The vectors of embeddings, the items of a response; an error of a response is told in the response itself. */
    private void array(String name, JsonToken token) throws IOException {
        boolean expected = name.equals("data") ? endpoint == Endpoint.EMBEDDINGS : endpoint == Endpoint.RESPONSES;
        if (!expected || token != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (endpoint == Endpoint.EMBEDDINGS) {
                delivered = true;
                json.skipChildren();
            } else {
                output(json.currentToken());
            }
        }
    }

    /** The last event of a response holds all of it: its usage counts, its words were counted before. */
    private void response(JsonToken token) throws IOException {
        if (endpoint != Endpoint.RESPONSES || token != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            if (name.equals("usage")) {
                usage(value);
            } else {
                json.skipChildren();
            }
        }
        usageHome = here() - 1;
    }

    private void type(JsonToken token) throws IOException {
        if (endpoint == Endpoint.RESPONSES && token == JsonToken.VALUE_STRING) {
            var type = json.getText();
            ended |= type.equals("response.completed") || type.equals("response.incomplete");
            failed |= type.equals("response.failed") || type.equals("error");
        }
        json.skipChildren();
    }

    /** The words of a response's stream: every kind of them is a text in this field. */
    private void eventDelta(JsonToken token) throws IOException {
        if (endpoint == Endpoint.RESPONSES) {
            say(token);
        }
        json.skipChildren();
    }

    /** Where the current token begins. */
    private int there() {
        return offset + (int) json.currentTokenLocation().getByteOffset();
    }

    /** Behind the current token. */
    private int here() {
        return offset + (int) json.currentLocation().getByteOffset();
    }
}
