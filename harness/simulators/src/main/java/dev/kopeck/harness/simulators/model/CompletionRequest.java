package dev.kopeck.harness.simulators.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a chat completion request that the simulator understands; what else it holds is ignored.
 *
 * @param tool the name of the first tool, empty where there is none
 * @param tokensMax the smaller of max_tokens and max_completion_tokens, Integer.MAX_VALUE where neither is given
 */
record CompletionRequest(
        String model, List<Message> messages, boolean stream, boolean includeUsage, int tokensMax, String tool) {

    private static final int MESSAGES_MAX = 10_000;

    static CompletionRequest of(JsonNode body) {
        if (!body.isObject()) {
            throw RequestProblem.badRequest("We could not parse the JSON body of your request.", "");
        }
        String model = body.path("model").asText("");
        if (model.isEmpty()) {
            throw RequestProblem.badRequest("you must provide a model parameter", "model");
        }
        return new CompletionRequest(
                model,
                messages(body.path("messages")),
                body.path("stream").asBoolean(false),
                body.path("stream_options").path("include_usage").asBoolean(false),
                Math.min(limit(body, "max_tokens"), limit(body, "max_completion_tokens")),
                body.path("tools").path(0).path("function").path("name").asText(""));
    }

    /** The text of the newest message of the user, empty where there is none. */
    String lastUserText() {
        return messages.reversed().stream()
                .filter(message -> "user".equals(message.role()))
                .map(Message::text)
                .findFirst()
                .orElse("");
    }

    private static List<Message> messages(JsonNode nodes) {
        if (!nodes.isArray() || nodes.isEmpty() || nodes.size() > MESSAGES_MAX) {
            throw RequestProblem.badRequest(
                    "Invalid 'messages': expected an array with at least one message.", "messages");
        }
        List<Message> messages = new ArrayList<>(nodes.size());
        for (JsonNode node : nodes) {
            String role = node.path("role").asText("");
            if (role.isEmpty()) {
                throw RequestProblem.badRequest("Missing required parameter: 'messages[].role'.", "messages");
            }
            messages.add(new Message(
                    role, text(node.path("content")), node.path("name").asText("")));
        }
        return List.copyOf(messages);
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static int limit(JsonNode body, String field) {
        JsonNode limit = body.path(field);
        if (limit.isMissingNode() || limit.isNull()) {
            return Integer.MAX_VALUE;
        }
        if (!limit.isInt() || limit.intValue() < 1) {
            throw RequestProblem.badRequest(
                    "Invalid '" + field + "': integer below minimum value or no integer.", field);
        }
        return limit.intValue();
    }

    /** @param name empty where the message has none */
    record Message(String role, String text, String name) {
        @Override
        public String toString() {
            return "Message[role=" + role + "]";
        }
    }
}
