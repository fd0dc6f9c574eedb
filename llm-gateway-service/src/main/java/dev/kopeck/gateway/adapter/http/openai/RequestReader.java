package dev.kopeck.gateway.adapter.http.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.Refusal;
import dev.kopeck.gateway.domain.relay.RelayBody;
import dev.kopeck.gateway.domain.relay.RelayWishes;
import dev.kopeck.gateway.domain.relay.Span;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a request token by token, once: what it wishes, what of it counts as input, and where the few fields are that
 * change on the way. Strict about those, since a provider may read them otherwise: each comes once, with the type that it
 * has in OpenAI's API. Everything else is the provider's to judge. Of one request; not thread-safe.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">Create chat completion</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">Create a response</a>
 */
final class RequestReader {

    /** Fields that are changed, or that say how much an answer can cost. */
    private static final Set<String> ONCE = Set.of(
            "model",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "max_output_tokens",
            "n",
            "best_of",
            "messages",
            "prompt",
            "input",
            "background");

    private static final long CHOICES_MAX = 128;
    private static final long OUTPUT_MAX = 1_000_000_000;
    private static final String INCLUDE_USAGE = "stream_options.include_usage";

    private final JsonParser json;
    private final Endpoint endpoint;
    private final InputReader input;
    private final Map<String, Span> fields = new HashMap<>();
    private String model = "";
    private boolean streamed;
    private boolean usageWanted;
    private boolean optionsEmpty;
    private long choices = 1;
    private long best = 1;
    private OptionalLong output = OptionalLong.empty();
    private String limitField = "";

    private RequestReader(JsonParser json, byte[] bytes, Endpoint endpoint) {
        this.json = json;
        this.endpoint = endpoint;
        this.input = new InputReader(json, bytes);
    }

    static ReadRequest read(JsonFactory factory, byte[] bytes, Endpoint endpoint) throws BadRequestException {
        requireUtf8(bytes);
        try (var json = factory.createParser(bytes)) {
            return new RequestReader(json, bytes, endpoint).read(bytes);
        } catch (JsonParseException broken) {
            var place = broken.getLocation();
            throw new BadRequestException(Refusal.invalid(
                    "body",
                    "invalid_json",
                    "The body is not valid JSON: line %d, column %d."
                            .formatted(place.getLineNr(), place.getColumnNr())));
        } catch (IOException unreadable) {
            throw BadRequestException.at("body", "The body is nested too deeply, or one of its values is too long.");
        }
    }

    private ReadRequest read(byte[] bytes) throws IOException, BadRequestException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw BadRequestException.at("body", "The body must be a JSON object.");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            field(json.currentName());
        }
        int end = here() - 1;
        if (json.nextToken() != null) {
            throw BadRequestException.at("body", "Something follows the body's JSON object.");
        }
        if (model.isEmpty()) {
            throw BadRequestException.at("model", "The request must name a model.");
        }
        if (!input.isThere()) {
            throw BadRequestException.at(inputField(), "The request has no %s.".formatted(inputField()));
        }
        long all = Math.multiplyExact(Math.max(choices, best), endpoint == Endpoint.COMPLETIONS ? input.prompts() : 1);
        var wishes = new RelayWishes(model, streamed, usageWanted, all, output, limitField);
        return new ReadRequest(new RelayBody(bytes, fields, end, optionsEmpty), wishes, input.input());
    }

    private void field(String name) throws IOException, BadRequestException {
        var token = json.nextToken();
        int from = there();
        if (ONCE.contains(name) && fields.containsKey(name)) {
            throw BadRequestException.at(name, "The field is there twice.");
        }
        switch (name) {
            case "model" -> model = text(token, name);
            case "stream" -> streamed = flag(token, name);
            case "stream_options" -> options(token);
            case "n" -> choices = number(token, name, CHOICES_MAX).orElse(1);
            case "best_of" -> best = number(token, name, CHOICES_MAX).orElse(1);
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> limit(token, name);
            case "background" -> {
                if (flag(token, name)) {
                    throw BadRequestException.at(name, "Answers in the background cannot be accounted for.");
                }
            }
            default -> input.field(name, token, endpoint);
        }
        if (ONCE.contains(name)) {
            json.finishToken();
            fields.put(name, new Span(from, here()));
        }
    }

    private void limit(JsonToken token, String name) throws IOException, BadRequestException {
        var wanted = number(token, name, OUTPUT_MAX);
        if (endpoint.limitFields().contains(name) && wanted.isPresent()) {
            output = output.isEmpty() ? wanted : OptionalLong.of(Math.min(output.getAsLong(), wanted.getAsLong()));
            limitField = name;
        }
    }

    private void options(JsonToken token) throws IOException, BadRequestException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            throw BadRequestException.at("stream_options", "stream_options must be an object.");
        }
        optionsEmpty = true;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            optionsEmpty = false;
            var name = json.currentName();
            var value = json.nextToken();
            if (name.equals("include_usage")) {
                int from = there();
                usageWanted = flag(value, INCLUDE_USAGE);
                fields.put(INCLUDE_USAGE, new Span(from, here()));
            } else {
                json.skipChildren();
            }
        }
    }

    private String text(JsonToken token, String name) throws IOException, BadRequestException {
        if (token != JsonToken.VALUE_STRING) {
            throw BadRequestException.at(name, name + " must be a string.");
        }
        return json.getText();
    }

    private static boolean flag(JsonToken token, String name) throws BadRequestException {
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw BadRequestException.at(name, name + " must be true or false.");
        };
    }

    /** Empty where the field is null, which is as good as none. */
    private OptionalLong number(JsonToken token, String name, long most) throws IOException, BadRequestException {
        if (token == JsonToken.VALUE_NULL) {
            return OptionalLong.empty();
        }
        if (token == JsonToken.VALUE_NUMBER_INT && json.getText().length() <= 10) {
            long number = json.getLongValue();
            if (number >= 1 && number <= most) {
                return OptionalLong.of(number);
            }
        }
        throw BadRequestException.at(name, "%s must be a whole number from 1 to %d.".formatted(name, most));
    }

    private String inputField() {
        return switch (endpoint) {
            case CHAT -> "messages";
            case COMPLETIONS -> "prompt";
            case EMBEDDINGS, RESPONSES -> "input";
        };
    }

    private int there() {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    private int here() {
        return (int) json.currentLocation().getByteOffset();
    }

    /** Places in the bytes are counted in UTF-8, and any other encoding of JSON has a NUL among its first bytes. */
    private static void requireUtf8(byte[] bytes) throws BadRequestException {
        for (int at = 0; at < Math.min(4, bytes.length); at++) {
            if (bytes[at] <= 0) {
                throw BadRequestException.at(
                        "body", "The body must be a JSON object in UTF-8, without a byte order mark.");
            }
        }
    }
}
