package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.langchain4j.model.output.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * What one event of a stream holds that Kopeck needs. Lenient: a provider may add what it likes and leave out what it
 * does not have.
 *
 * @param text more of the answer, empty where there is none
 * @param reasoning more of the model's thoughts, empty where there is none; never shown
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">Streaming</a>
 */
record OpenAiChunk(String text, String reasoning, @Nullable FinishReason finishReason) {

    static OpenAiChunk parse(ObjectReader json, String data) {
        var chunk = read(json, data);
        if (chunk.hasNonNull("error")) {
            throw new ModelFailedException(ModelFailure.of(Kind.SERVER_ERROR));
        }
        var choice = chunk.path("choices").path(0);
        var delta = choice.path("delta");
        var reasoning =
                delta.path("reasoning_content").asText(delta.path("reasoning").asText(""));
        return new OpenAiChunk(delta.path("content").asText(""), reasoning, finishReason(choice.path("finish_reason")));
    }

    private static JsonNode read(ObjectReader json, String data) {
        try {
            return json.readTree(data);
        } catch (JsonProcessingException garbled) {
            throw new ModelFailedException(ModelFailure.of(Kind.GARBLED));
        }
    }

    private static @Nullable FinishReason finishReason(JsonNode reason) {
        return switch (reason.asText("")) {
            case "", "null" -> null;
            case "stop" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            case "tool_calls", "function_call" -> FinishReason.TOOL_EXECUTION;
            default -> FinishReason.OTHER;
        };
    }
}
