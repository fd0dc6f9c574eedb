package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;

/** A call that gets {@code ok: false}, in Telegram's words (https://core.telegram.org/bots/api#making-requests). */
final class BotApiProblem extends RuntimeException {

    private final int status;
    private final int retryAfterSeconds;

    private BotApiProblem(int status, String description, int retryAfterSeconds) {
        super(description, null, false, false);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static BotApiProblem badRequest(String what) {
        return new BotApiProblem(400, "Bad Request: " + what, 0);
    }

    static BotApiProblem unauthorized() {
        return new BotApiProblem(401, "Unauthorized", 0);
    }

    static BotApiProblem forbidden(String what) {
        return new BotApiProblem(403, "Forbidden: " + what, 0);
    }

    static BotApiProblem unknownMethod() {
        return new BotApiProblem(404, "Not Found", 0);
    }

    static BotApiProblem otherPoller() {
        String description = "Conflict: terminated by other getUpdates request;"
                + " make sure that only one bot instance is running";
        return new BotApiProblem(409, description, 0);
    }

    static BotApiProblem tooManyRequests(int retryAfterSeconds) {
        String description = "Too Many Requests: retry after " + retryAfterSeconds;
        return new BotApiProblem(429, description, retryAfterSeconds);
    }

    static BotApiProblem serverError() {
        return new BotApiProblem(500, "Internal Server Error", 0);
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        body.put("ok", false).put("error_code", status).put("description", getMessage());
        if (retryAfterSeconds > 0) {
            body.putObject("parameters").put("retry_after", retryAfterSeconds);
        }
        return body;
    }
}
