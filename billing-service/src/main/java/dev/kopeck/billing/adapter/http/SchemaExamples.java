package dev.kopeck.billing.adapter.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** Shows the example of a record wherever the record is a body, alone or in a page. */
final class SchemaExamples {

    private static final String ITEMS = "items";

    private final Map<String, Schema> schemas;

    SchemaExamples(Components components) {
        this.schemas = Map.copyOf(components.getSchemas());
    }

    void show(MediaType body) {
        if (body.getExample() == null && body.getExamples() == null) {
            resolved(body.getSchema()).flatMap(this::example).ifPresent(body::setExample);
        }
    }

    private Optional<Object> example(Schema schema) {
        var examples = schema.getExamples();
        if (examples != null && !examples.isEmpty()) {
            return Optional.of(examples.getFirst());
        }
        return items(schema).flatMap(this::example).map(SchemaExamples::page);
    }

    private Optional<Schema> items(Schema schema) {
        return Optional.ofNullable(schema.getProperties())
                .map(properties -> properties.get(ITEMS))
                .map(Schema::getItems)
                .flatMap(this::resolved);
    }

    private Optional<Schema> resolved(@Nullable Schema schema) {
        if (schema == null) {
            return Optional.empty();
        }
        var ref = schema.getRef();
        return ref == null
                ? Optional.of(schema)
                : Optional.ofNullable(schemas.get(ref.substring(ref.lastIndexOf('/') + 1)));
    }

    private static Object page(Object item) {
        return Map.of(ITEMS, List.of(item), "nextCursor", "42");
    }
}
