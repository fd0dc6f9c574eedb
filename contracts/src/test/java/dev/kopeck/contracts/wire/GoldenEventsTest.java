package dev.kopeck.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.Event;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is on the wire, one file per topic. A file that exists is never edited: an additive change adds fields that old
 * files lack, and these tests prove that such old records stay readable; a breaking change gets a new topic.
 *
 * <p>{@code -Dkopeck.golden.write=true} writes the files of topics that have none yet.
 */
class GoldenEventsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final EventCodec CODEC = new EventCodec("/golden");

    static Stream<WireRecord> records() {
        var withContent = Stream.of(
                CODEC.encode(Samples.SUBMITTED, CODEC.writeContent(Samples.PROMPT), Samples.NOON),
                CODEC.encode(Samples.AUTHORIZED, CODEC.writeContent(Samples.PROMPT), Samples.NOON),
                CODEC.encode(Samples.WAITED_FOR, new byte[] {'{', '}'}, Samples.NOON)
                        .repliedTo(Samples.WAITED_FOR.prompt().replyTo()),
                CODEC.encode(Samples.FINISHED, CODEC.writeContent(Samples.COMPLETION), Samples.NOON));
        return Stream.concat(withContent, Samples.JSON_EVENTS.stream().map(e -> CODEC.encode(e, Samples.NOON)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void eachEventLooksLikeItsGoldenFile(WireRecord written) throws IOException {
        assertThat(JSON.readTree(Files.readString(file(written.topic())))).isEqualTo(tree(written));
    }

    @Test
    void everyTopicHasAGoldenFile() {
        assertThat(records().map(WireRecord::topic)).containsExactlyInAnyOrder(Topic.values());
    }

    @ParameterizedTest
    @MethodSource("records")
    void goldenFilesStayReadable(WireRecord written) throws Exception {
        var golden = JSON.readTree(Files.readString(file(written.topic())));
        assertThat(read(written.topic(), golden)).isEqualTo(read(written.topic(), tree(written)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void anAdditiveChangeIsReadableByThoseWhoDoNotKnowIt(WireRecord written) throws Exception {
        // Given a record of a later version, with a header and fields that today's code has never heard of
        var later = (ObjectNode) tree(written);
        ((ObjectNode) later.get("headers")).put("ce_addedlater", "anything");
        ((ObjectNode) later.get("value")).putObject("addedLater").put("depth", 2);
        // When
        var read = read(written.topic(), later);
        // Then
        assertThat(read).isEqualTo(read(written.topic(), tree(written)));
    }

    private static Object read(Topic topic, JsonNode golden) throws Exception {
        var headers = new HashMap<String, String>();
        golden.get("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        byte[] value = JSON.writeValueAsBytes(golden.get("value"));
        return switch (topic) {
            case PROMPTS_SUBMITTED -> Map.entry(CODEC.readSubmitted(headers), CODEC.read(value, PromptContent.class));
            case PROMPTS_AUTHORIZED -> Map.entry(CODEC.readAuthorized(headers), CODEC.read(value, PromptContent.class));
            case PROMPTS_REPLIES -> CODEC.readAuthorized(headers);
            case COMPLETIONS_FINISHED ->
                Map.entry(CODEC.readFinished(headers), CODEC.read(value, CompletionContent.class));
            case PROMPTS_DECLINED,
                    PROMPTS_CANCELLED,
                    COMPLETIONS_CHUNKS,
                    CHARGES_SETTLED,
                    ACCOUNTS_CHANGED,
                    PAYMENTS_RECEIVED -> CODEC.read(value, sampleOf(topic).getClass());
        };
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        assertThat(read(Topic.PROMPTS_AUTHORIZED, goldenOf(Topic.PROMPTS_AUTHORIZED)))
                .isEqualTo(Map.entry(Samples.AUTHORIZED, Samples.PROMPT));
        assertThat(read(Topic.COMPLETIONS_FINISHED, goldenOf(Topic.COMPLETIONS_FINISHED)))
                .isEqualTo(Map.entry(Samples.FINISHED, Samples.COMPLETION));
        for (var event : Samples.JSON_EVENTS) {
            assertThat(read(event.topic(), goldenOf(event.topic()))).isEqualTo(event);
        }
    }

    private static JsonNode goldenOf(Topic topic) throws IOException {
        return JSON.readTree(Files.readString(file(topic)));
    }

    private static Event sampleOf(Topic topic) {
        return Samples.JSON_EVENTS.stream()
                .filter(event -> event.topic() == topic)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode tree(WireRecord written) throws IOException {
        var tree = JSON.createObjectNode().put("key", written.key());
        var headers = tree.putObject("headers");
        written.headers().forEach(headers::put);
        tree.set("value", JSON.readTree(written.value()));
        return tree;
    }

    private static Path file(Topic topic) throws IOException {
        var file = GOLDEN.resolve(topic.topicName() + ".json");
        if (Boolean.getBoolean("kopeck.golden.write") && Files.notExists(file)) {
            var written = records().filter(r -> r.topic() == topic).findFirst().orElseThrow();
            Files.writeString(file, JSON.writeValueAsString(tree(written)) + "\n");
        }
        return file;
    }
}
