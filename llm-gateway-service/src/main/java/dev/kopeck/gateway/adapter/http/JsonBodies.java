package dev.kopeck.gateway.adapter.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads bodies of Kopeck's own API strictly: a number is not a text, a misspelled field is not ignored, and every complaint
 * names the field or the place and never quotes what stands there, which may be somebody's prompt.
 */
@ApplicationScoped
public class JsonBodies {

    private final ObjectMapper json = strict();

    /** @throws ApiErrorException where the body is not JSON of this shape */
    public <T> T read(byte[] body, Class<T> type, int bytesMax) {
        if (body.length > bytesMax) {
            throw new ApiErrorException(ApiError.tooLarge(bytesMax));
        }
        if (body.length == 0) {
            throw invalid("body", "is empty; send a JSON object");
        }
        try {
            return Objects.requireNonNullElseGet(json.readValue(body, type), () -> {
                throw invalid("body", "must be a JSON object");
            });
        } catch (UnrecognizedPropertyException e) {
            throw invalid(path(e), "is not a field of this request");
        } catch (JsonMappingException e) {
            throw invalid(path(e), "has the wrong type; " + place(e));
        } catch (JsonProcessingException e) {
            throw invalid("body", "is not JSON: " + place(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same meaning gives the same text, whatever the order of fields and the white space were. */
    public String canonical(Object request) {
        try {
            return json.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(request.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    public static ApiErrorException invalid(String field, String detail) {
        return new ApiErrorException(ApiError.invalid(field, detail));
    }

    private static String path(JsonMappingException e) {
        var path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "body" : path;
    }

    private static String place(JsonProcessingException e) {
        var location = Objects.requireNonNullElse(e.getLocation(), JsonLocation.NA);
        return "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static ObjectMapper strict() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .withCoercionConfig(
                        LogicalType.Textual,
                        textual -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }
}
