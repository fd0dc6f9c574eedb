package dev.kopeck.gateway.adapter.http.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.RelayInput;
import dev.kopeck.gateway.domain.relay.RelayInput.Image;
import dev.kopeck.tokens.ImageSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what of a request a model gets to read. Every text counts, whatever its field is called, so that nothing slips
 * by; sounds and files count by their bytes, and what lies at the provider counts as much as there is room for. Of one
 * request; not thread-safe.
 */
final class InputReader {

    private static final Set<String> DEFINITIONS =
            Set.of("tools", "functions", "response_format", "text", "tool_choice", "function_call");

    /** Names of what is said, and not said itself. */
    private static final Set<String> UNSAID =
            Set.of("type", "detail", "id", "call_id", "tool_call_id", "status", "format", "encoding_format");

    private static final Set<String> ELSEWHERE = Set.of(
            "previous_response_id", "conversation", "prompt_cache_id", "file_id", "file_url", "vector_store_ids");

    private static final int BASE64_OF_HEAD = 4 * ImageSize.HEAD_BYTES / 3;

    private final JsonParser json;
    private final byte[] bytes;
    private final List<String> texts = new ArrayList<>();
    private final List<String> definitions = new ArrayList<>();
    private final List<Image> images = new ArrayList<>();
    private int messages;
    private long prompts = 1;
    private long givenTokens;
    private long opaqueBytes;
    private boolean unbounded;
    private boolean there;

    InputReader(JsonParser json, byte[] bytes) {
        this.json = json;
        this.bytes = bytes;
    }

    /** Takes a top-level field, from the first token of its value to the last. */
    void field(String name, JsonToken token, Endpoint endpoint) throws IOException, BadRequestException {
        if (DEFINITIONS.contains(name)) {
            definition(name, token, endpoint);
        } else if (name.equals("messages") && endpoint == Endpoint.CHAT) {
            conversation(token, name);
        } else if (name.equals("input") && endpoint != Endpoint.CHAT) {
            input(token, name, endpoint);
        } else if (name.equals("prompt") && endpoint == Endpoint.COMPLETIONS) {
            input(token, name, endpoint);
        } else if (name.equals("instructions") || name.equals("suffix") || name.equals("prediction")) {
            value(name, token);
        } else if (isElsewhere(name, token) || (name.equals("prompt") && token == JsonToken.START_OBJECT)) {
            unbounded = true;
            json.skipChildren();
            there |= endpoint == Endpoint.RESPONSES;
        } else {
            json.skipChildren();
        }
    }

    boolean isThere() {
        return there;
    }

    /** How many prompts a request for completions has; each gets its own answers. */
    long prompts() {
        return prompts;
    }

    RelayInput input() {
        return new RelayInput(messages, texts, definitions, images, givenTokens, opaqueBytes, unbounded);
    }

    private static boolean isElsewhere(String name, JsonToken token) {
        return ELSEWHERE.contains(name) && token != JsonToken.VALUE_NULL;
    }

    /** Tools that run at the provider read and write what nobody here sees, and cost what no token tells. */
    private void definition(String name, JsonToken token, Endpoint endpoint) throws IOException, BadRequestException {
        int from = (int) json.currentTokenLocation().getByteOffset();
        if (name.equals("tools") && token == JsonToken.START_ARRAY) {
            tools(endpoint);
        } else {
            json.skipChildren();
        }
        json.finishToken();
        int to = (int) json.currentLocation().getByteOffset();
        if (token != JsonToken.VALUE_NULL) {
            definitions.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    private void tools(Endpoint endpoint) throws IOException, BadRequestException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                var value = json.nextToken();
                if (name.equals("type") && endpoint == Endpoint.RESPONSES) {
                    requireOwn(value);
                }
                json.skipChildren();
            }
        }
    }

    private void requireOwn(JsonToken token) throws IOException, BadRequestException {
        var type = token == JsonToken.VALUE_STRING ? json.getText() : "";
        if (!type.equals("function") && !type.equals("custom")) {
            throw BadRequestException.at(
                    "tools",
                    "Only tools of the types function and custom can be accounted for, not the provider's own.");
        }
    }

    private void conversation(JsonToken token, String name) throws IOException, BadRequestException {
        if (token != JsonToken.START_ARRAY) {
            throw BadRequestException.at(name, name + " must be an array.");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            messages++;
            value(name, json.currentToken());
        }
        there = messages > 0;
    }

    /** A text, texts, tokens, or lists of tokens; of a response a conversation too. */
    private void input(JsonToken token, String name, Endpoint endpoint) throws IOException, BadRequestException {
        there = true;
        switch (token) {
            case VALUE_STRING -> {
                messages++;
                texts.add(json.getText());
            }
            case START_ARRAY -> elements(name, endpoint);
            default -> throw BadRequestException.at(name, name + " must be a string or an array.");
        }
    }

    private void elements(String name, Endpoint endpoint) throws IOException {
        long numbers = 0;
        long others = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                numbers++;
            } else {
                others++;
                messages += endpoint == Endpoint.RESPONSES ? 1 : 0;
                value(name, json.currentToken());
            }
        }
        givenTokens += numbers;
        prompts = Math.max(1, others);
        there = numbers + others > 0;
    }

    private void value(String name, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING -> said(name, json.getText());
            case VALUE_NUMBER_INT -> givenTokens++;
            case START_ARRAY -> {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    value(name, json.currentToken());
                }
            }
            case START_OBJECT -> object(name);
            default -> json.skipChildren();
        }
    }

    private void object(String name) throws IOException {
        var image = new Picture();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var inner = json.currentName();
            var value = json.nextToken();
            boolean link = inner.equals("image_url") || (name.equals("image_url") && inner.equals("url"));
            if (link && value == JsonToken.VALUE_STRING) {
                image.url = json.getText();
            } else if (inner.equals("detail") && value == JsonToken.VALUE_STRING) {
                image.low = json.getText().equals("low");
            } else if (inner.equals("file_id") || inner.equals("file_url")) {
                unbounded |= value != JsonToken.VALUE_NULL;
                json.skipChildren();
            } else {
                value(inner, value);
            }
        }
        image.into(images);
    }

    private void said(String name, String text) {
        if (name.equals("data") || name.equals("file_data")) {
            opaqueBytes += text.length();
        } else if (!UNSAID.contains(name)) {
            texts.add(text);
        }
    }

    /** An image while its object is being read: how closely to look may be said before or behind where it is. */
    private static final class Picture {

        private String url = "";
        private boolean low;

        void into(List<Image> images) {
            if (!url.isEmpty()) {
                var size = sizeOf(url);
                images.add(new Image(
                        low,
                        size.map(ImageSize::width).orElse(0),
                        size.map(ImageSize::height).orElse(0)));
            }
        }

        private static Optional<ImageSize> sizeOf(String url) {
            int comma = url.indexOf(',');
            if (!url.startsWith("data:") || comma < 0) {
                return Optional.empty();
            }
            int end = Math.min(url.length(), comma + 1 + BASE64_OF_HEAD);
            int whole = (end - comma - 1) / 4 * 4;
            try {
                return ImageSize.of(Base64.getDecoder().decode(url.substring(comma + 1, comma + 1 + whole)));
            } catch (IllegalArgumentException noBase64) {
                return Optional.empty();
            }
        }
    }
}
