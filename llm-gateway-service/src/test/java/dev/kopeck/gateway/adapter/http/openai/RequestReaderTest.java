package dev.kopeck.gateway.adapter.http.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.gateway.domain.relay.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a request, and that nothing else of it changes. */
class RequestReaderTest {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everythingThatIsNotChangedStaysByteForByte() throws Exception {
        // Given numbers, spaces, an order and fields that a mapper would change
        var body = "{ \"model\" : \"m\",\n \"temperature\":1.0, \"seed\":1e3, \"zz_new\": {\"b\":[1,2.50],\"a\":null},"
                + " \"messages\":[{\"role\":\"user\",\"content\":\"Grüße \\u00e9\\/\"}],\"max_tokens\": 7 , \"n\":2}";
        // When
        var read = read(body, Endpoint.CHAT);
        var sent = text(read.body().with(values("model", "\"upstream\"", "max_tokens", "5"), false));
        // Then
        assertThat(sent)
                .isEqualTo(body.replace("\"m\"", "\"upstream\"").replace("\"max_tokens\": 7 ", "\"max_tokens\": 5 "));
        assertThat(read.wishes().output()).isEqualTo(OptionalLong.of(7));
        assertThat(read.wishes().choices()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                              | ,\"stream_options\":{\"include_usage\":true}",
                ",\"stream_options\":null                          | ,\"stream_options\":{\"include_usage\":true}",
                ",\"stream_options\":{}                            | ,\"stream_options\":{\"include_usage\":true}",
                ",\"stream_options\":{\"include_usage\": false }     | ,\"stream_options\":{\"include_usage\": true }",
                ",\"stream_options\":{\"x\":1}                       | ,\"stream_options\":{\"include_usage\":true,\"x\":1}",
            })
    void usageIsAlwaysAskedFor(String sentBefore, String sentAfter) throws Exception {
        // Given
        var body = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" + sentBefore
                + "}";
        // When
        var read = read(body, Endpoint.CHAT);
        var sent = text(read.body().with(Map.of(), true));
        // Then
        assertThat(sent).isEqualTo(body.substring(0, body.length() - sentBefore.length() - 1) + sentAfter + "}");
        assertThat(read.wishes().usageWanted()).isFalse();
        JSON.readTree(sent);
    }

    @Test
    void aLimitThatIsMissingIsAdded() throws Exception {
        // Given
        var read = read(chat(""), Endpoint.CHAT);
        // When
        var sent = JSON.readTree(read.body().with(values("model", "\"u\"", "max_tokens", "99"), false));
        // Then
        assertThat(sent.path("max_tokens").asInt()).isEqualTo(99);
        assertThat(read.wishes().output()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void theSmallerOfTwoLimitsCounts() throws Exception {
        // When
        var read = read(chat(",\"max_tokens\":50,\"max_completion_tokens\":20"), Endpoint.CHAT);
        // Then
        assertThat(read.wishes().output()).isEqualTo(OptionalLong.of(20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",\"model\":\"other\"          | model",
                ",\"n\":1,\"n\":100            | n",
                ",\"max_tokens\":0           | max_tokens",
                ",\"max_tokens\":-5          | max_tokens",
                ",\"max_tokens\":\"5\"         | max_tokens",
                ",\"max_tokens\":1.5         | max_tokens",
                ",\"max_tokens\":99999999999999999999 | max_tokens",
                ",\"n\":0                    | n",
                ",\"n\":100000               | n",
                ",\"stream\":\"yes\"           | stream",
                ",\"stream_options\":7       | stream_options",
                ",\"stream_options\":{\"include_usage\":1} | stream_options.include_usage",
                ",\"messages\":[]            | messages",
            })
    void whatBoundsTheCostIsReadOneWayOnly(String addition, String param) {
        assertThatThrownBy(() -> read(chat(addition), Endpoint.CHAT))
                .isInstanceOfSatisfying(BadRequestException.class, bad -> {
                    assertThat(bad.refusal().status()).isEqualTo(400);
                    assertThat(bad.refusal().param()).isEqualTo(param);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{}{}", "{\"model\":", "\uFEFF{}", "{\"model\":\"m\"} x"})
    void whatIsNoObjectIsNamed(String body) {
        assertThatThrownBy(() -> read(body, Endpoint.CHAT))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        bad -> assertThat(bad.refusal().status()).isEqualTo(400));
    }

    @Test
    void anotherEncodingIsNamed() {
        assertThatThrownBy(
                        () -> RequestReader.read(FACTORY, chat("").getBytes(StandardCharsets.UTF_16LE), Endpoint.CHAT))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        bad -> assertThat(bad.refusal().message()).contains("UTF-8"));
    }

    @Test
    void complaintsNeverQuoteThePrompt() {
        assertThatThrownBy(() -> read("{\"messages\":[{\"content\":\"secret words", Endpoint.CHAT))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        bad -> assertThat(bad.refusal().message()).doesNotContain("secret"));
    }

    @Test
    void everyTextOfAConversationCounts() throws Exception {
        // When
        var input = read("""
                        {"model":"m","messages":[{"role":"system","content":"one"},
                         {"role":"user","name":"joe","content":[{"type":"text","text":"two"},{"type":"new_kind","anything":"three"}]},
                         {"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"x\\":4}"}}]},
                         {"role":"tool","tool_call_id":"c1","content":"five"}],
                         "tools":[{"type":"function","function":{"name":"f","description":"d"}}],
                         "response_format":{"type":"json_schema","json_schema":{"name":"s"}}}""", Endpoint.CHAT).input();
        // Then
        assertThat(input.messages()).isEqualTo(4);
        assertThat(input.texts())
                .containsExactly(
                        "system", "one", "user", "joe", "two", "three", "assistant", "f", "{\"x\":4}", "tool", "five");
        assertThat(input.definitions())
                .containsExactly(
                        "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\"}}]",
                        "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\"}}");
        assertThat(input.unbounded()).isFalse();
    }

    @Test
    void imagesAreMeasuredAsFarAsTheyCanBeSeen() throws Exception {
        // Given a PNG's head: 640 × 480
        byte[] png = {
            (byte) 0x89,
            'P',
            'N',
            'G',
            13,
            10,
            26,
            10,
            0,
            0,
            0,
            13,
            'I',
            'H',
            'D',
            'R',
            0,
            0,
            2,
            (byte) 0x80,
            0,
            0,
            1,
            (byte) 0xE0,
            8,
            6,
            0,
            0,
            0,
            0
        };
        var url = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        // When
        var input = read(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\""
                                + url
                                + "\"}},{\"type\":\"image_url\",\"image_url\":{\"detail\":\"low\",\"url\":\"https://example.com/x.png\"}}]}]}",
                        Endpoint.CHAT)
                .input();
        // Then
        assertThat(input.images()).hasSize(2);
        assertThat(input.images().getFirst().width()).isEqualTo(640);
        assertThat(input.images().getFirst().height()).isEqualTo(480);
        assertThat(input.images().getLast().low()).isTrue();
        assertThat(input.images().getLast().isMeasured()).isFalse();
        assertThat(input.texts()).containsExactly("user");
    }

    @Test
    void soundsCountByTheirBytes() throws Exception {
        // When
        var input = read(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"QUJD\",\"format\":\"wav\"}}]}]}",
                        Endpoint.CHAT)
                .input();
        // Then
        assertThat(input.opaqueBytes()).isEqualTo(4);
    }

    @Test
    void embeddingsTakeTextsAndTokens() throws Exception {
        assertThat(read("{\"model\":\"m\",\"input\":[1,2,3]}", Endpoint.EMBEDDINGS)
                        .input()
                        .givenTokens())
                .isEqualTo(3);
        assertThat(read("{\"model\":\"m\",\"input\":[[1,2],[3]]}", Endpoint.EMBEDDINGS)
                        .input()
                        .givenTokens())
                .isEqualTo(3);
        assertThat(read("{\"model\":\"m\",\"input\":[\"a\",\"b\"]}", Endpoint.EMBEDDINGS)
                        .input()
                        .texts())
                .containsExactly("a", "b");
    }

    @Test
    void eachPromptOfCompletionsHasItsOwnChoices() throws Exception {
        // When
        var read = read("{\"model\":\"m\",\"prompt\":[\"a\",\"b\",\"c\"],\"n\":2,\"best_of\":4}", Endpoint.COMPLETIONS);
        // Then
        assertThat(read.wishes().choices()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"input\":\"x\",\"previous_response_id\":\"resp_1\"}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"f\"}]}]}",
                "{\"model\":\"m\",\"prompt\":{\"id\":\"pmpt_1\"}}"
            })
    void whatLiesAtTheProviderCountsAsMuchAsThereIsRoomFor(String body) throws Exception {
        assertThat(read(body, Endpoint.RESPONSES).input().unbounded()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\",\"input\":\"x\",\"background\":true}                 | background",
                "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"web_search\"}]} | tools",
                "{\"model\":\"m\"}                                                 | input",
            })
    void whatCannotBeAccountedForIsRefused(String body, String param) {
        assertThatThrownBy(() -> read(body, Endpoint.RESPONSES))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        bad -> assertThat(bad.refusal().param()).isEqualTo(param));
    }

    private static ReadRequest read(String body, Endpoint endpoint) throws BadRequestException {
        return RequestReader.read(FACTORY, body.getBytes(StandardCharsets.UTF_8), endpoint);
    }

    private static String chat(String addition) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" + addition + "}";
    }

    private static Map<String, String> values(String... pairs) {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return values;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
