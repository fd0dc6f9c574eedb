package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;

/** Values as JSON, the way that clients see them. */
@ApplicationScoped
class JsonTexts {

    private final ObjectMapper json;
    private final JsonBody bodies;

    JsonTexts(ObjectMapper json, JsonBody bodies) {
        this.json = json;
        this.bodies = bodies;
    }

    String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    /** The same meaning gives the same text, whatever the order of fields and the white space were. */
    String canonical(Object request) {
        return bodies.canonical(request);
    }
}
