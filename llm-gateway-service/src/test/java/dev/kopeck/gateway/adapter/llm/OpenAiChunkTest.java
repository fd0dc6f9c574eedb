package dev.kopeck.gateway.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks in the shapes that are found in the wild. */
class OpenAiChunkTest {

    private static final ObjectReader JSON = new ObjectMapper().reader();

    @Test
    void aDeltaHoldsText() {
        // When
        var chunk = OpenAiChunk.parse(
                JSON,
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}],\"usage\":null}");

        // Then
        assertThat(chunk).isEqualTo(new OpenAiChunk("Hi", "", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void reasoningIsASignOfLifeUnderEitherName(String field) {
        // When
        var chunk = OpenAiChunk.parse(
                JSON, "{\"choices\":[{\"delta\":{\"content\":null,\"%s\":\"Hm\"}}]}".formatted(field));

        // Then
        assertThat(chunk).isEqualTo(new OpenAiChunk("", "Hm", null, null));
    }

    @Test
    void theLastChunkHoldsUsageAndNoChoices() {
        // When
        var chunk = OpenAiChunk.parse(JSON, """
                {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,
                 "prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},
                 "completion_tokens_details":{"reasoning_tokens":3}}}
                """);

        // Then
        assertThat(usageOf(chunk)).isEqualTo(new Usage(10, 4, 0, 7, 3, false));
    }

    @Test
    void usageMayComeWithTheLastWords() {
        // When
        var chunk = OpenAiChunk.parse(JSON, """
                {"choices":[{"delta":{"content":"."},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":10,"completion_tokens":7}}
                """);

        // Then
        assertThat(chunk.text()).isEqualTo(".");
        assertThat(chunk.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(usageOf(chunk)).isEqualTo(Usage.of(10, 7));
    }

    @Test
    void moreCachedThanThereIsBecomesAllThereIs() {
        // When
        var chunk = OpenAiChunk.parse(JSON, """
                {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,
                 "prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":5}}}
                """);

        // Then
        assertThat(usageOf(chunk)).isEqualTo(new Usage(10, 10, 0, 2, 2, true));
    }

    @Test
    void zeroIsACount() {
        // When
        var chunk = OpenAiChunk.parse(JSON, "{\"choices\":[],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}");

        // Then
        assertThat(usageOf(chunk)).isEqualTo(Usage.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"usage\":null}",
                "{\"usage\":{}}",
                "{\"usage\":{\"prompt_tokens\":5}}",
                "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":null}}",
                "{\"usage\":{\"prompt_tokens\":\"5\",\"completion_tokens\":\"7\"}}"
            })
    void halfAUsageIsNone(String data) {
        // When
        var chunk = OpenAiChunk.parse(JSON, data);

        // Then
        assertThat(chunk.usage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":[{", "{\"error\":{\"message\":\"the key sk-123 is wrong\"}}", "word"})
    void whatIsNoChunkFailsWithoutQuotingIt(String data) {
        // When / Then
        assertThatThrownBy(() -> OpenAiChunk.parse(JSON, data))
                .isInstanceOf(ModelFailedException.class)
                .hasMessageNotContainingAny("sk-123", "word")
                .hasNoCause();
    }

    private static Usage usageOf(OpenAiChunk chunk) {
        var response = ChatResponse.builder()
                .aiMessage(AiMessage.from(""))
                .tokenUsage(chunk.usage())
                .build();
        return Objects.requireNonNull(EmittingHandler.ended(response).usage());
    }
}
