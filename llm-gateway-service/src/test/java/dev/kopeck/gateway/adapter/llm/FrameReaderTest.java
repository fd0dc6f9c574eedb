package dev.kopeck.gateway.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.Receipt;
import dev.kopeck.gateway.domain.relay.UsageText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is seen of a stream in passing, and what can be added to its events. */
@SuppressWarnings("StringConcatToTextBlock") // an event is one line
class FrameReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",";
    private static final String ROLE = HEAD
            + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n";
    private static final String WORD = HEAD
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}],\"usage\":null}\n\n";
    private static final String FINISH =
            HEAD + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n";
    private static final String USAGE =
            HEAD + "\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}}\n\n";
    private static final UsageText TOLD = new UsageText(
            Endpoint.CHAT, Usage.of(9, 3), false, 100, new Receipt(new Nanos(1_500), new Nanos(2_000_000_000), "USD"));

    @Test
    void nothingComesBeforeTheFirstWord() throws IOException {
        // Given
        var reader = reader();
        // When
        var early = feed(reader, ": processing\n\n" + ROLE);
        var first = feed(reader, WORD);
        // Then
        assertThat(early).isEmpty();
        assertThat(first.stream().map(FrameReaderTest::text)).containsExactly(ROLE, WORD);
        assertThat(first.getLast().observed().text()).isEqualTo("Hi");
    }

    @Test
    void theEndAndTheUsageAreSeen() throws IOException {
        // When
        var frames = feed(reader(), WORD + FINISH + USAGE + "data: [DONE]\n\n");
        // Then
        assertThat(frames.get(1).observed().ended()).isTrue();
        assertThat(frames.get(2).observed().usageOnly()).isTrue();
        assertThat(frames.get(2).observed().usage()).isEqualTo(Usage.of(9, 3));
        assertThat(frames.get(3).done()).isTrue();
    }

    @Test
    void anEventCanTellAUsageThatItDoesNotHave() throws IOException {
        // Given
        var finish = feed(reader(), FINISH).getFirst();
        // When
        var told = new String(finish.telling(TOLD), StandardCharsets.UTF_8);
        // Then
        assertThat(told)
                .isEqualTo(HEAD + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":"
                        + "{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12,\"cost\":\"0.0000015\","
                        + "\"balance\":\"2.00\",\"currency\":\"USD\",\"granted_output_tokens\":100}}\n\n");
    }

    @Test
    void aUsageKeepsItsFieldsAndGetsItsCost() throws IOException {
        // Given
        var usage = feed(reader(), WORD + USAGE).get(1);
        // When
        var told = new String(usage.telling(TOLD), StandardCharsets.UTF_8);
        // Then
        assertThat(told)
                .isEqualTo(
                        HEAD
                                + "\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12,"
                                + "\"cost\":\"0.0000015\",\"balance\":\"2.00\",\"currency\":\"USD\",\"granted_output_tokens\":100}}\n\n");
    }

    @Test
    void anEventWithoutChoicesCanBeMadeOfOneThatHasSome() throws IOException {
        // Given
        var finish = feed(reader(), FINISH).getFirst();
        // When
        var made = JSON.readTree(new String(finish.usageEvent(TOLD), StandardCharsets.UTF_8).substring(6));
        // Then
        assertThat(made.path("choices").isEmpty()).isTrue();
        assertThat(made.path("choices").isArray()).isTrue();
        assertThat(made.at("/usage/cost").asText()).isEqualTo("0.0000015");
        assertThat(made.path("id").asText()).isEqualTo("c1");
    }

    @Test
    void toolCallsThoughtsAndRefusalsAreOutput() throws IOException {
        // When
        var frames = feed(
                reader(),
                HEAD + "\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n" + HEAD
                        + "\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}\n\n"
                        + HEAD + "\"choices\":[{\"delta\":{\"refusal\":\"no\"}}]}\n\n");
        // Then
        assertThat(frames.stream().map(frame -> frame.observed().text())).containsExactly("hm", "f{}", "no");
    }

    @Test
    void anErrorBeforeTheFirstWordIsAFailedCall() {
        assertThatThrownBy(() -> feed(reader(), ROLE + "data: {\"error\":{\"message\":\"overloaded\"}}\n\n"))
                .isInstanceOf(ModelFailedException.class)
                .hasMessageNotContaining("overloaded");
    }

    @Test
    void anErrorInTheMiddleIsSeen() throws IOException {
        // When
        var frames = feed(reader(), WORD + "data: {\"error\":{\"message\":\"overloaded\"}}\n\n");
        // Then
        assertThat(frames.getLast().observed().failed()).isTrue();
    }

    @Test
    void whatIsNoJsonIsGarbled() {
        assertThatThrownBy(() -> feed(reader(), WORD + "data: {\"choices\":[{\n\n"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aLastEventWithoutItsEmptyLineCounts() throws IOException {
        // Given
        var reader = reader();
        feed(reader, WORD);
        feed(reader, FINISH.stripTrailing());
        // When
        var rest = reader.end();
        // Then
        assertThat(rest).hasSize(1);
        assertThat(rest.getFirst().observed().ended()).isTrue();
    }

    @Test
    void anEventThatWasCutInTheMiddleGivesNothing() throws IOException {
        // Given
        var reader = reader();
        feed(reader, WORD);
        feed(reader, FINISH.substring(0, FINISH.length() / 2));
        // When / Then
        assertThat(reader.end()).isEmpty();
    }

    @Test
    void aResponseEndsWithItsUsageInside() throws IOException {
        // Given
        var reader = new FrameReader(new JsonFactory(), Endpoint.RESPONSES, 10_000);
        // When
        var frames = feed(
                reader,
                "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n"
                        + "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"output\":[{\"content\":[{\"text\":\"Hi\"}]}],\"usage\":{\"input_tokens\":4,\"output_tokens\":2,\"total_tokens\":6}}}\n\n");
        // Then
        assertThat(frames.getFirst().observed().text()).isEqualTo("Hi");
        assertThat(frames.getLast().observed().ended()).isTrue();
        assertThat(frames.getLast().observed().text()).isEmpty();
        assertThat(frames.getLast().observed().usage()).isEqualTo(Usage.of(4, 2));
        assertThat(new String(frames.getLast().telling(TOLD), StandardCharsets.UTF_8))
                .endsWith("\"total_tokens\":6,\"cost\":\"0.0000015\",\"balance\":\"2.00\",\"currency\":\"USD\","
                        + "\"granted_output_tokens\":100}}}\n\n");
    }

    @Test
    void aResponseWithoutUsageGetsOneInside() throws IOException {
        // Given
        var reader = new FrameReader(new JsonFactory(), Endpoint.RESPONSES, 10_000);
        // When
        var frame = feed(
                        reader,
                        "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\"},\"sequence_number\":9}\n\n")
                .getFirst();
        // Then
        assertThat(new String(frame.telling(TOLD), StandardCharsets.UTF_8))
                .startsWith("data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"usage\":{")
                .endsWith("}},\"sequence_number\":9}\n\n");
    }

    @Test
    void aValueOverSeveralLinesIsPutOnOne() throws IOException {
        // When
        var frame = feed(reader(), "event: x\ndata: {\"choices\":[{\"delta\":\ndata: {\"content\":\"Hi\"}}]}\n\n")
                .getFirst();
        // Then
        assertThat(text(frame)).isEqualTo("event: x\ndata: {\"choices\":[{\"delta\": {\"content\":\"Hi\"}}]} \n\n");
        assertThat(frame.observed().text()).isEqualTo("Hi");
    }

    @Test
    void whereTheStreamIsCutChangesNothing() throws IOException {
        // Given
        var stream = ROLE + WORD + FINISH + USAGE + "data: [DONE]\n\n";
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at <= bytes.length; at++) {
            var reader = reader();
            var seen = new StringBuilder();
            // When
            for (var part : List.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length))) {
                reader.feed(part).forEach(frame -> seen.append(text(frame)));
            }
            // Then
            assertThat(seen.toString()).isEqualTo(stream);
        }
    }

    private static FrameReader reader() {
        return new FrameReader(new JsonFactory(), Endpoint.CHAT, 10_000);
    }

    private static List<Frame> feed(FrameReader reader, String chunk) throws IOException {
        return reader.feed(chunk.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Frame frame) {
        return new String(frame.bytes(), StandardCharsets.UTF_8);
    }
}
