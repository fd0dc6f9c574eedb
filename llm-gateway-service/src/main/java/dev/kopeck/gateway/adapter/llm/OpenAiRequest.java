package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;

/** A LangChain4j request as the JSON of a streaming chat completion. */
final class OpenAiRequest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OpenAiRequest() {}

    static String streaming(ChatRequest request) {
        var body = JSON.objectNode();
        body.put("model", request.modelName());
        var messages = body.putArray("messages");
        request.messages().forEach(message -> messages.add(message(message)));
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        if (request.parameters() instanceof OpenAiChatRequestParameters parameters) {
            addParameters(body, parameters);
        }
        return body.toString();
    }

    private static void addParameters(ObjectNode body, OpenAiChatRequestParameters parameters) {
        var maxTokens = parameters.maxOutputTokens();
        if (maxTokens != null) {
            body.put("max_tokens", maxTokens);
        }
        var maxCompletionTokens = parameters.maxCompletionTokens();
        if (maxCompletionTokens != null) {
            body.put("max_completion_tokens", maxCompletionTokens);
        }
        var further = parameters.customParameters();
        if (further != null) {
            further.forEach((name, value) -> body.set(name, new POJONode(value)));
        }
    }

    private static ObjectNode message(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> message("system", system.text());
            case UserMessage user -> message("user", user.singleText());
            case AiMessage assistant -> message("assistant", assistant.text());
            default -> throw new IllegalArgumentException("no such message in a prompt: " + message.type());
        };
    }

    private static ObjectNode message(String role, String text) {
        return JSON.objectNode().put("role", role).put("content", text);
    }
}
