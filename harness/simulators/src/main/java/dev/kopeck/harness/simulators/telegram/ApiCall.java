package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call of the bot that was answered.
 *
 * @param parameters as they came; in forms, numbers and objects are text
 * @param atMs when it came
 * @param status of the answer, 0 where the connection was cut instead
 */
public record ApiCall(
        String method,
        JsonNode parameters,
        @JsonProperty("at_ms") long atMs,
        int status) {

    @Override
    public String toString() {
        return "ApiCall[method=" + method + ", atMs=" + atMs + ", status=" + status + "]";
    }
}
