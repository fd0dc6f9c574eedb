package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.billing.domain.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A change as JSON merge patch: what is left out stays, null takes out.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396, JSON Merge Patch</a>
 */
final class MergePatch {

    static final String MEDIA_TYPE = "application/merge-patch+json";

    private final JsonNode body;

    /** @throws ProblemException where it is no object, is empty, or has other fields than these */
    MergePatch(JsonNode body, Set<String> fields) {
        if (!body.isObject()) {
            throw Fields.invalid("body", "must be a JSON object");
        }
        if (body.isEmpty()) {
            throw Fields.invalid("body", "changes nothing; name at least one field");
        }
        body.fieldNames().forEachRemaining(field -> {
            if (!fields.contains(field)) {
                throw Fields.invalid(field, "is not a field of this request");
            }
        });
        this.body = body;
    }

    /** @param reading turns the field's name and text into its value */
    <T> Edit<T> text(String field, BiFunction<String, String, T> reading) {
        return edit(field, MergePatch::textOf, reading);
    }

    Edit<List<String>> texts(String field, BiFunction<String, List<String>, List<String>> reading) {
        return edit(field, MergePatch::textsOf, reading);
    }

    /** As {@link #text}, for a field that must always have a value. */
    <T> Optional<T> lasting(String field, BiFunction<String, String, T> reading) {
        if (body.path(field).isNull()) {
            throw Fields.invalid(field, "cannot be taken out");
        }
        return text(field, reading).over(Optional.empty());
    }

    /** The object of this field, as it came; empty where it is left out. */
    Optional<JsonNode> object(String field) {
        var node = body.path(field);
        if (!node.isMissingNode() && !node.isObject()) {
            throw Fields.invalid(field, "has the wrong type; it must be an object");
        }
        return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }

    private <A, T> Edit<T> edit(String field, BiFunction<String, JsonNode, A> shape, BiFunction<String, A, T> reading) {
        var node = body.path(field);
        if (node.isMissingNode()) {
            return new Edit.Kept<>();
        }
        return node.isNull() ? new Edit.Cleared<>() : new Edit.Set<>(reading.apply(field, shape.apply(field, node)));
    }

    private static String textOf(String field, JsonNode node) {
        if (!node.isTextual()) {
            throw Fields.invalid(field, "has the wrong type; it must be a text");
        }
        return node.textValue();
    }

    private static List<String> textsOf(String field, JsonNode node) {
        if (!node.isArray()) {
            throw Fields.invalid(field, "has the wrong type; it must be a list of texts");
        }
        var texts = new ArrayList<String>();
        node.forEach(element -> texts.add(textOf(field + "." + texts.size(), element)));
        return texts;
    }
}
