package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;

/**
 * Something that the bot has not confirmed yet.
 *
 * @param type the name of the update's one field, as {@code message}
 * @param body what that field holds
 */
public record SimulatedUpdate(
        @JsonProperty("update_id") long updateId,
        String type,
        JsonNode body,
        @JsonProperty("at_ms") long atMs) {

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("update_id", updateId);
        return json.set(type, body);
    }

    @Override
    public String toString() {
        return "SimulatedUpdate[updateId=" + updateId + ", type=" + type + "]";
    }
}
