package dev.kopeck.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.money.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage in every shape that was found in the wild. */
class UsageReaderTest {

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape(
                        "chat: https://platform.openai.com/docs/api-reference/chat/object",
                        """
                        {"id":"c","choices":[{"message":{"content":"hi"}}],"usage":{"prompt_tokens":19,
                        "completion_tokens":10,"total_tokens":29,"prompt_tokens_details":{"cached_tokens":4,
                        "audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":3,
                        "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}
                        """,
                        new Usage(19, 4, 0, 10, 3, false)),
                shape(
                        "responses: https://platform.openai.com/docs/api-reference/responses/object",
                        """
                        {"id":"r","output":[],"usage":{"input_tokens":36,"input_tokens_details":{"cached_tokens":6},
                        "output_tokens":87,"output_tokens_details":{"reasoning_tokens":64},"total_tokens":123}}
                        """,
                        new Usage(36, 6, 0, 87, 64, false)),
                shape(
                        "an event of a response: https://platform.openai.com/docs/api-reference/responses-streaming",
                        """
                        {"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":37,
                        "output_tokens":11,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":48}}}
                        """,
                        Usage.of(37, 11)),
                shape(
                        "embeddings: https://platform.openai.com/docs/api-reference/embeddings/create",
                        """
                        {"object":"list","data":[{"embedding":[0.1,-0.2]}],"usage":{"prompt_tokens":8,"total_tokens":8}}
                        """,
                        Usage.of(8, 0)),
                shape(
                        "DeepSeek's cache is a part of the prompt: https://github.com/laravel/ai/pull/896",
                        """
                        {"usage":{"completion_tokens":40,"prompt_tokens":100,"total_tokens":140,
                        "prompt_cache_hit_tokens":80,"prompt_cache_miss_tokens":20}}
                        """,
                        new Usage(100, 80, 0, 40, 0, false)),
                shape(
                        "the standard place wins, even with a zero: https://github.com/router-for-me/CLIProxyAPI/pull/5817",
                        """
                        {"usage":{"prompt_tokens":100,"completion_tokens":10,"prompt_cache_hit_tokens":80,
                        "prompt_tokens_details":{"cached_tokens":0}}}
                        """,
                        Usage.of(100, 10)),
                shape(
                        "Moonshot, in the choice: https://github.com/higress-group/higress/pull/1568",
                        """
                        {"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":10,
                        "completion_tokens":79,"total_tokens":89,"cached_tokens":2}}],"system_fingerprint":"fp"}
                        """,
                        new Usage(10, 2, 0, 79, 0, false)),
                shape(
                        "Groq, in a place of its own, with times: https://github.com/vercel/ai/issues/1651",
                        """
                        {"choices":[],"x_groq":{"id":"req","usage":{"queue_time":0.07535312,"prompt_tokens":23,
                        "prompt_time":0.006,"completion_tokens":19,"total_tokens":42,"total_time":0.027999999999999997}}}
                        """,
                        Usage.of(23, 19)),
                shape(
                        "xAI, reasoning beside the completion: https://github.com/Wei-Shaw/sub2api/issues/5771",
                        """
                        {"usage":{"prompt_tokens":10120,"completion_tokens":1499,"total_tokens":14428,
                        "prompt_tokens_details":{"cached_tokens":128},
                        "completion_tokens_details":{"reasoning_tokens":2809}}}
                        """,
                        new Usage(10120, 128, 0, 4308, 2809, false)),
                shape(
                        "reasoning within the completion: https://github.com/promptfoo/promptfoo/pull/9507",
                        """
                        {"usage":{"prompt_tokens":500,"completion_tokens":500,"total_tokens":1000,
                        "completion_tokens_details":{"reasoning_tokens":200}}}
                        """,
                        new Usage(500, 0, 0, 500, 200, false)),
                shape(
                        "Anthropic: the cache is beside the input:"
                                + " https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching",
                        """
                        {"usage":{"input_tokens":21,"cache_creation_input_tokens":188,"cache_read_input_tokens":2000,
                        "output_tokens":393,"cache_creation":{"ephemeral_5m_input_tokens":188}}}
                        """,
                        new Usage(2209, 2000, 188, 393, 0, false)),
                shape(
                        "Anthropic through a relay: the cache is a part of the prompt:"
                                + " https://docs.litellm.ai/docs/completion/prompt_caching",
                        """
                        {"usage":{"prompt_tokens":2209,"completion_tokens":393,"total_tokens":2602,
                        "cache_creation_input_tokens":188,"cache_read_input_tokens":2000,
                        "prompt_tokens_details":{"cached_tokens":2000,"cache_creation_tokens":188}}}
                        """,
                        new Usage(2209, 2000, 188, 393, 0, false)),
                shape(
                        "OpenRouter's cache writes: https://openrouter.ai/docs/use-cases/usage-accounting",
                        """
                        {"usage":{"prompt_tokens":194,"completion_tokens":2,"cost":0.95,"cost_details":{"x":1},
                        "prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":100}}}
                        """,
                        new Usage(194, 0, 100, 2, 0, false)),
                shape("an explicit zero is a zero: https://github.com/BerriAI/litellm/issues/37992", """
                        {"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}
                        """, Usage.NONE),
                shape(
                        "more cached than there was: https://github.com/QuantumNous/new-api/issues/5003",
                        """
                        {"usage":{"prompt_tokens":10,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":99}}}
                        """,
                        new Usage(10, 10, 0, 1, 0, true)),
                shape("numbers as texts and with fractions", """
                        {"usage":{"prompt_tokens":"12","completion_tokens":3.0,"total_tokens":15.2}}
                        """, Usage.of(12, 3)),
                shape("one side computed from the total", """
                        {"usage":{"prompt_tokens":12,"total_tokens":15}}
                        """, Usage.of(12, 3)),
                shape("details that are null", """
                        {"usage":{"prompt_tokens":12,"completion_tokens":3,"prompt_tokens_details":null,
                        "completion_tokens_details":{"reasoning_tokens":null}}}
                        """, Usage.of(12, 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void everyShapeIsUnderstood(String where, String json, Usage usage) {
        assertThat(UsageReader.usageOf(json.getBytes(StandardCharsets.UTF_8)))
                .as(where)
                .contains(usage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "no json with \"usage\"",
                "{\"usage\":null}",
                "{\"usage\":7}",
                "{\"usage\":[]}",
                "{\"usage\":{}}",
                "{\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":null}}",
                "{\"usage\":{\"completion_tokens\":3}}",
                "{\"usage\":{\"prompt_tokens\":3}}",
                "{\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":3}}",
                "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":\"-3\"}}",
                "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1e300}}",
                "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1e-999999999}}",
                "{\"usage\":{\"prompt_tokens\":\"many\",\"completion_tokens\":3}}",
                "{\"usage\":{\"prompt_tokens\":5,\"total_tokens\":3}}",
                "{\"choices\":[{\"message\":{\"content\":\"{\\\"usage\\\":{\\\"prompt_tokens\\\":1,"
                        + "\\\"completion_tokens\\\":1}}\"}}]}",
                "{\"choices\":[{\"message\":{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}}]}"
            })
    void whatIsNoUsageIsLeftToBeEstimated(String json) {
        assertThat(UsageReader.usageOf(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void usageInEveryEventIsTheSumSoFarAndNeverSummed() {
        assertThat(read(
                        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}",
                        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}",
                        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}",
                        "{\"choices\":[],\"usage\":null}",
                        "[DONE]"))
                .contains(Usage.of(5, 3));
    }

    @Test
    void anthropicsTwoEventsAreOneUsage() {
        // https://github.com/Wei-Shaw/sub2api/issues/2332: both were stored, and charged
        assertThat(read("""
                        {"type":"message_start","message":{"usage":{"input_tokens":25,"cache_read_input_tokens":100,
                        "output_tokens":1}}}
                        """, "{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":15}}"))
                .contains(new Usage(125, 100, 0, 15, 0, false));
    }

    @Test
    void usageOnlyInTheLastEventAndCutInTheMiddleIsNone() {
        var events = List.of(
                "{\"choices\":[{\"delta\":{\"content\":\"usage\"}}]}",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}");
        assertThat(read(events.get(0))).isEmpty();
        var last = events.get(1);
        int told = last.indexOf("3}}") + 1;
        for (int end = 0; end < told; end++) {
            assertThat(read(events.get(0), last.substring(0, end))).isEmpty();
        }
        assertThat(read(events.get(0), last)).contains(Usage.of(5, 3));
    }

    @Test
    void aNegativeCountThatIsCorrectedLaterIsForgotten() {
        assertThat(read(
                        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":-1}}",
                        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}"))
                .contains(Usage.of(5, 3));
    }

    @Test
    void aDocumentInTheMiddleOfOtherBytesIsReadAlone() {
        // Given
        var bytes =
                "xx{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}\"usage\"".getBytes(StandardCharsets.UTF_8);
        var reader = new UsageReader();

        // When
        reader.read(bytes, 2, bytes.length - 2 - "\"usage\"".length());

        // Then
        assertThat(reader.usage()).contains(Usage.of(5, 3));
    }

    private static Optional<Usage> read(String... events) {
        var reader = new UsageReader();
        Stream.of(events).forEach(reader::read);
        return reader.usage();
    }

    private static Arguments shape(String where, String json, Usage usage) {
        return Arguments.of(where, json, usage);
    }
}
