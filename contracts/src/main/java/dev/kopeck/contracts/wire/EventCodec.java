package dev.kopeck.contracts.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Event;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptSubmitted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Events to Kafka records and back. Headers are CloudEvents attributes in binary mode; the facts of prompts and
 * completions are headers too, all other events are their JSON value. Thread-safe; one per service is enough.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">
 *     CloudEvents over Kafka</a>
 */
public final class EventCodec {

    private static final String SPEC_VERSION = "1.0";

    private final String source;
    private final ObjectMapper json = Json.mapper();

    /** @param source who tells these events, as CloudEvents' source; such as {@code /billing-service} */
    public EventCodec(String source) {
        this.source = source;
    }

    /** @param content the prompt itself, as {@link #writeContent} gives it */
    public WireRecord encode(PromptSubmitted prompt, byte[] content, Instant time) {
        var headers = attributes(prompt, time);
        HeaderFacts.write(prompt, headers);
        return record(prompt, headers, content);
    }

    /** @param content the value of the submitted record, untouched */
    public WireRecord encode(PromptAuthorized authorized, byte[] content, Instant time) {
        var headers = attributes(authorized, time);
        HeaderFacts.write(authorized, headers);
        return record(authorized, headers, content);
    }

    /** @param content the answer, as {@link #writeContent} gives it */
    public WireRecord encode(CompletionFinished finished, byte[] content, Instant time) {
        var headers = attributes(finished, time);
        HeaderFacts.write(finished, headers);
        return record(finished, headers, content);
    }

    /** Encodes any event whose value is its own JSON: all but the three above. */
    public WireRecord encode(Event event, Instant time) {
        return switch (event) {
            case PromptSubmitted e -> throw needsContent(e);
            case PromptAuthorized e -> throw needsContent(e);
            case CompletionFinished e -> throw needsContent(e);
            case Event e -> record(e, attributes(e, time), write(e));
        };
    }

    public byte[] writeContent(PromptContent content) {
        return write(content);
    }

    public byte[] writeContent(CompletionContent content) {
        return write(content);
    }

    public PromptSubmitted readSubmitted(Map<String, String> headers) throws MalformedEventException {
        return HeaderFacts.submitted(new Facts(headers));
    }

    public PromptAuthorized readAuthorized(Map<String, String> headers) throws MalformedEventException {
        return HeaderFacts.authorized(new Facts(headers));
    }

    public CompletionFinished readFinished(Map<String, String> headers) throws MalformedEventException {
        return HeaderFacts.finished(new Facts(headers));
    }

    /**
     * Reads a JSON value: a {@link PromptContent}, a {@link CompletionContent}, or an event that is its own value.
     *
     * @throws MalformedEventException where the value is missing, is not JSON, or lacks a required field; names the
     *     field, never its content
     */
    public <T> T read(byte @Nullable [] value, Class<T> type) throws MalformedEventException {
        if (value == null || value.length == 0) {
            throw new MalformedEventException("value is empty; expected " + type.getSimpleName() + " as JSON");
        }
        try {
            var read = json.readValue(value, type);
            if (read == null) {
                throw new MalformedEventException("value is null; expected " + type.getSimpleName() + " as JSON");
            }
            Completeness.require(read);
            return read;
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof JsonParseException broken) {
                throw notJson(broken);
            }
            throw new MalformedEventException("value field " + path(e) + " is not of " + type.getSimpleName());
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> attributes(Event event, Instant time) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_specversion", SPEC_VERSION);
        headers.put("ce_type", event.topic().eventType());
        headers.put("ce_source", source);
        headers.put("ce_id", event.eventId());
        headers.put("ce_time", time.toString());
        headers.put("content-type", "application/json");
        return headers;
    }

    private static WireRecord record(Event event, Map<String, String> headers, byte[] value) {
        return new WireRecord(event.topic(), event.payer().value(), headers, value);
    }

    private byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    private static MalformedEventException notJson(JsonProcessingException e) {
        var place = Objects.requireNonNullElse(e.getLocation(), JsonLocation.NA);
        return new MalformedEventException(
                "value is not JSON: line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()));
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static IllegalArgumentException needsContent(Event event) {
        return new IllegalArgumentException(
                event.getClass().getSimpleName() + " carries content; encode it together with its value");
    }
}
