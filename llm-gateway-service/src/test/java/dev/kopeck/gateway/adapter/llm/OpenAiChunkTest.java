package dev.kopeck.gateway.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.langchain4j.model.output.FinishReason;
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
        assertThat(chunk).isEqualTo(new OpenAiChunk("Hi", "", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void reasoningIsASignOfLifeUnderEitherName(String field) {
        // When
        var chunk = OpenAiChunk.parse(
                JSON, "{\"choices\":[{\"delta\":{\"content\":null,\"%s\":\"Hm\"}}]}".formatted(field));

        // Then
        assertThat(chunk).isEqualTo(new OpenAiChunk("", "Hm", null));
    }

    @Test
    void theEndMayComeWithTheLastWords() {
        // When
        var chunk =
                OpenAiChunk.parse(JSON, "{\"choices\":[{\"delta\":{\"content\":\".\"},\"finish_reason\":\"stop\"}]}");

        // Then
        assertThat(chunk).isEqualTo(new OpenAiChunk(".", "", FinishReason.STOP));
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
}
