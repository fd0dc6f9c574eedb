package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The parameters of one call, however they came: query, form, multipart or JSON. In forms and queries, numbers are text
 * and objects are JSON within text, so each reader takes both.
 */
final class Parameters {

    private final ObjectNode values;

    Parameters(ObjectNode values) {
        this.values = values;
    }

    static Parameters of(RoutingContext call) {
        ObjectNode values = Json.object();
        call.queryParams().forEach(pair -> values.put(pair.getKey(), pair.getValue()));
        call.request().formAttributes().forEach(pair -> values.put(pair.getKey(), pair.getValue()));
        String type =
                Optional.ofNullable(call.request().getHeader("Content-Type")).orElse("");
        if (type.startsWith("application/json")) {
            String text = Optional.ofNullable(call.body().asString()).orElse("");
            if (text.isBlank()) {
                return new Parameters(values);
            }
            if (!(Json.parse(text) instanceof ObjectNode body)) {
                throw BotApiProblem.badRequest("can't parse the JSON body of the request");
            }
            values.setAll(body);
        }
        return new Parameters(values);
    }

    ObjectNode values() {
        return values;
    }

    boolean has(String name) {
        return values.hasNonNull(name);
    }

    String text(String name) {
        JsonNode value = values.path(name);
        return value.isContainerNode() ? "" : value.asText("");
    }

    boolean flag(String name) {
        return values.path(name).asBoolean(false);
    }

    long number(String name, long otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        try {
            return Long.parseLong(values.path(name).asText("").strip());
        } catch (NumberFormatException e) {
            throw BotApiProblem.badRequest("parameter \"" + name + "\" must be a number");
        }
    }

    /** A missing node where the parameter is absent. */
    JsonNode json(String name) {
        JsonNode value = values.path(name);
        if (value.isTextual()) {
            return value.textValue().isEmpty() ? MissingNode.getInstance() : Json.parse(value.textValue());
        }
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    /** Empty where the parameter is absent. */
    ArrayNode array(String name) {
        JsonNode value = json(name);
        if (value.isMissingNode() && text(name).isEmpty()) {
            return Json.MAPPER.createArrayNode();
        }
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw BotApiProblem.badRequest("can't parse " + name + " JSON array");
    }
}
