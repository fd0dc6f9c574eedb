package dev.kopeck.harness.simulators.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What OpenAI has besides chats: completions, embeddings, responses, each with the usage in its own shape. They end as they
 * should, as fast as the client reads; of the faults they know those of the usage, {@code tokens}, {@code cut} and the HTTP
 * statuses.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference">OpenAI API reference</a>
 */
final class OtherEndpoints {

    private static final int DIMENSIONS = 8;
    private static final int NEVER = Integer.MAX_VALUE;

    private final Tokens tokens;

    OtherEndpoints(Tokens tokens) {
        this.tokens = tokens;
    }

    /** A request of one of these in the words of a chat: a single message of the user. */
    static CompletionRequest asChat(JsonNode body, String field, String limit) {
        String model = body.path("model").asText("");
        if (model.isEmpty()) {
            throw RequestProblem.badRequest("you must provide a model parameter", "model");
        }
        return new CompletionRequest(
                model,
                List.of(new CompletionRequest.Message("user", textIn(body.path(field)), "")),
                body.path("stream").asBoolean(false),
                body.path("stream_options").path("include_usage").asBoolean(false),
                body.path(limit).asInt(NEVER),
                "");
    }

    void embed(Exchange exchange, JsonNode body, CompletionRequest request) {
        JsonNode input = body.path("input");
        int inputs = input.isArray() && !input.path(0).isNumber() ? input.size() : 1;
        boolean encoded = body.path("encoding_format").asText("").equals("base64");
        ObjectNode answer = Json.object().put("object", "list").put("model", request.model());
        ArrayNode data = answer.putArray("data");
        for (int i = 0; i < inputs; i++) {
            ObjectNode vector = data.addObject().put("object", "embedding").put("index", i);
            put(vector, request.lastUserText().hashCode() + i, encoded);
        }
        int counted = tokens.count(request.lastUserText());
        answer.putObject("usage").put("prompt_tokens", counted).put("total_tokens", counted);
        exchange.finish();
        Json.respond(exchange.response(), 200, answer);
    }

    void complete(Exchange exchange, String id, CompletionRequest request, Answer answer, int cutAt) {
        String head = "{\"id\":\"" + id + "\",\"object\":\"text_completion\",\"created\":0,\"model\":"
                + Json.write(request.model()) + ",\"choices\":[";
        if (!request.stream()) {
            String whole = head + choice(answer.text(), Json.write(answer.finishReason())) + "]" + usage(answer) + "}";
            respond(exchange, answer, whole);
            return;
        }
        List<String> events = new ArrayList<>();
        answer.pieces().forEach(piece -> events.add("data: " + head + choice(piece.text(), "null") + "]}\n\n"));
        String last = "data: " + head + choice("", Json.write(answer.finishReason())) + "]}\n\n";
        if (request.includeUsage()) {
            last += "data: " + head + "]" + usage(answer) + "}\n\n";
        }
        stream(exchange, events, last + Chunks.DONE, cutAt);
    }

    void respond(Exchange exchange, String id, CompletionRequest request, Answer answer, int cutAt) {
        ObjectNode response = response(id, request, answer);
        if (!request.stream()) {
            respond(exchange, answer, response.toString());
            return;
        }
        List<String> events = new ArrayList<>();
        answer.pieces()
                .forEach(piece -> events.add(event(
                        "response.output_text.delta",
                        Json.object()
                                .put("type", "response.output_text.delta")
                                .put("sequence_number", events.size() + 1)
                                .put("item_id", "msg_1")
                                .put("output_index", 0)
                                .put("content_index", 0)
                                .put("delta", piece.text()))));
        String type = answer.finishReason().equals("length") ? "response.incomplete" : "response.completed";
        ObjectNode end = Json.object().put("type", type).put("sequence_number", events.size() + 1);
        end.set("response", response);
        stream(exchange, events, event(type, end), cutAt);
    }

    private static ObjectNode response(String id, CompletionRequest request, Answer answer) {
        ObjectNode response = Json.object();
        response.put("id", id.replace("chatcmpl", "resp"))
                .put("object", "response")
                .put("created_at", 0);
        response.put("status", "completed")
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("instructions");
        response.put("model", request.model()).put("parallel_tool_calls", true).put("tool_choice", "auto");
        response.putArray("tools");
        response.putNull("temperature").putNull("top_p").putObject("metadata");
        ObjectNode message = response.putArray("output").addObject();
        message.put("type", "message")
                .put("id", "msg_1")
                .put("status", "completed")
                .put("role", "assistant");
        ObjectNode content = message.putArray("content").addObject();
        content.put("type", "output_text").put("text", answer.text()).putArray("annotations");
        answer.usage().ifPresent(usage -> {
            ObjectNode json = response.putObject("usage");
            json.put("input_tokens", usage.prompt()).put("output_tokens", usage.completion());
            json.put("total_tokens", usage.prompt() + usage.completion());
            json.putObject("input_tokens_details").put("cached_tokens", usage.cached());
            json.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
        });
        return response;
    }

    private static void respond(Exchange exchange, Answer answer, String body) {
        exchange.sent(answer.tokens());
        exchange.finish();
        exchange.response()
                .putHeader("Content-Type", "application/json")
                .end(body)
                .onFailure(gone -> {});
    }

    private static void stream(Exchange exchange, List<String> events, String last, int cutAt) {
        HttpServerResponse response = exchange.response();
        response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
        for (String event : events) {
            response.write(event).onFailure(gone -> {});
            exchange.sent(1);
            if (exchange.tokensSent() >= cutAt) {
                exchange.cut();
                return;
            }
        }
        exchange.finish();
        response.end(last).onFailure(gone -> {});
    }

    private static String event(String name, ObjectNode data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    /** @param reason JSON */
    private static String choice(String text, String reason) {
        return "{\"text\":" + Json.write(text) + ",\"index\":0,\"logprobs\":null,\"finish_reason\":" + reason + "}";
    }

    private static String usage(Answer answer) {
        return answer.usage().map(usage -> ",\"usage\":" + usage.json()).orElse("");
    }

    private static void put(ObjectNode vector, int seed, boolean encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(DIMENSIONS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ArrayNode numbers = Json.MAPPER.createArrayNode();
        for (int i = 0; i < DIMENSIONS; i++) {
            float number = Math.floorMod(seed * 31 + i * 17, 1000) / 1000f;
            numbers.add(number);
            bytes.putFloat(number);
        }
        if (encoded) {
            vector.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
        } else {
            vector.set("embedding", numbers);
        }
    }

    private static String textIn(JsonNode node) {
        if (node.isTextual()) {
            return node.asText();
        }
        StringBuilder text = new StringBuilder();
        node.forEach(part -> text.append(part.isContainerNode() ? textIn(part) : part.asText(""))
                .append(' '));
        return text.toString().strip();
    }
}
