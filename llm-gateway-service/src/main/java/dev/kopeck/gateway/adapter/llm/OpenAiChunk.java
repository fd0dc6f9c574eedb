package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * What one event of a stream holds that Kopeck needs. Lenient: a provider may add what it likes and leave out what it
 * does not have.
 *
 * @param text more of the answer, empty where there is none
 * @param reasoning more of the model's thoughts, empty where there is none; never shown
 * @param usage null where the event has none, or one without both counts
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">Streaming</a>
 */
record OpenAiChunk(
        String text,
        String reasoning,
        @Nullable FinishReason finishReason,
        @Nullable OpenAiTokenUsage usage) {

    static OpenAiChunk parse(ObjectReader json, String data) {
        var chunk = read(json, data);
        if (chunk.hasNonNull("error")) {
            throw new ModelFailedException(ModelFailure.of(Kind.SERVER_ERROR));
        }
        var choice = chunk.path("choices").path(0);
        var delta = choice.path("delta");
        var reasoning =
                delta.path("reasoning_content").asText(delta.path("reasoning").asText(""));
        return new OpenAiChunk(
                delta.path("content").asText(""), reasoning, finishReason(choice.path("finish_reason")), usage(chunk));
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

    private static @Nullable OpenAiTokenUsage usage(JsonNode chunk) {
        var usage = chunk.path("usage");
        var input = usage.path("prompt_tokens");
        var output = usage.path("completion_tokens");
        if (!input.isNumber() || !output.isNumber()) {
            return null;
        }
        var cached = usage.path("prompt_tokens_details").path("cached_tokens");
        var reasoning = usage.path("completion_tokens_details").path("reasoning_tokens");
        return OpenAiTokenUsage.builder()
                .inputTokenCount(input.intValue())
                .inputTokensDetails(OpenAiTokenUsage.InputTokensDetails.builder()
                        .cachedTokens(cached.asInt(0))
                        .build())
                .outputTokenCount(output.intValue())
                .outputTokensDetails(OpenAiTokenUsage.OutputTokensDetails.builder()
                        .reasoningTokens(reasoning.asInt(0))
                        .build())
                .build();
    }
}
