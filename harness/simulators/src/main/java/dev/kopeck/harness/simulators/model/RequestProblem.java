package dev.kopeck.harness.simulators.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;

/** A request that gets OpenAI's error envelope instead of an answer. */
final class RequestProblem extends RuntimeException {

    private final int status;
    private final String type;
    private final String param;
    private final String code;

    private RequestProblem(int status, String type, String code, String message, String param) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    static RequestProblem badRequest(String message, String param) {
        return new RequestProblem(400, "invalid_request_error", "invalid_value", message, param);
    }

    static RequestProblem contextExceeded(int contextTokens, int promptTokens) {
        String message = "This model's maximum context length is " + contextTokens
                + " tokens. However, your messages resulted in " + promptTokens
                + " tokens. Please reduce the length of the messages.";
        return new RequestProblem(400, "invalid_request_error", "context_length_exceeded", message, "messages");
    }

    static RequestProblem wrongKey() {
        return new RequestProblem(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.", "");
    }

    static RequestProblem unknownModel(String model) {
        String message = "The model `" + model + "` does not exist or you do not have access to it.";
        return new RequestProblem(404, "invalid_request_error", "model_not_found", message, "model");
    }

    static RequestProblem ordered(ModelFault fault) {
        int status = fault.status();
        String said = "The simulator was asked for an HTTP " + status + ".";
        return switch (status) {
            case 400 -> badRequest(said, "");
            case 401 -> new RequestProblem(401, "invalid_request_error", "invalid_api_key", said, "");
            case 429 -> new RequestProblem(429, "requests", "rate_limit_exceeded", said, "");
            default -> new RequestProblem(status, "server_error", "server_error", said, "");
        };
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("message", getMessage());
        error.put("type", type);
        if (param.isEmpty()) {
            error.putNull("param");
        } else {
            error.put("param", param);
        }
        error.put("code", code);
        return body;
    }
}
