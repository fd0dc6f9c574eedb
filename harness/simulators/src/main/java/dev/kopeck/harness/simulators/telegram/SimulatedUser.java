package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;

/**
 * Somebody who can write to the bot; the id is also the id of the private chat.
 *
 * @param username empty where the user has none
 * @param languageCode IETF tag, as {@code en} or {@code uk}
 */
public record SimulatedUser(
        long id,
        @JsonProperty("first_name") String firstName,
        String username,
        @JsonProperty("language_code") String languageCode) {

    public SimulatedUser {
        if (id <= 0 || firstName.isBlank()) {
            throw new IllegalArgumentException("a user has an id above 0 and a first name");
        }
    }

    ObjectNode userJson() {
        ObjectNode json = Json.object();
        json.put("id", id).put("is_bot", false).put("first_name", firstName);
        if (!username.isEmpty()) {
            json.put("username", username);
        }
        return json.put("language_code", languageCode);
    }

    ObjectNode chatJson() {
        ObjectNode json = Json.object();
        json.put("id", id).put("first_name", firstName);
        if (!username.isEmpty()) {
            json.put("username", username);
        }
        return json.put("type", "private");
    }
}
