package dev.kopeck.harness.simulators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.harness.simulators.http.Json;
import dev.kopeck.harness.simulators.http.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelStreamTest {

    private static final String DONE = "[DONE]";

    private final TestClient client = new TestClient();
    private final ModelSimulator simulator =
            ModelSimulator.start(ModelSimulatorSettings.defaults().withStallLimit(Duration.ofSeconds(30)));

    @BeforeEach
    void forget() {
        simulator.clearFaults();
        simulator.clearRequests();
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @Test
    void streamsTokenByTokenAndEndsWithUsage() throws IOException {
        // When
        List<String> events = stream("word by word", ",\"stream_options\":{\"include_usage\":true}");

        // Then
        List<JsonNode> chunks = chunks(events);
        assertThat(events.getLast()).isEqualTo(DONE);
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(chunks).allMatch(chunk -> chunk.path("object").asText().equals("chat.completion.chunk"));
        assertThat(chunks).allMatch(chunk -> chunk.has("usage"));
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
        JsonNode last = chunks.getLast();
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/completion_tokens").asInt()).isEqualTo(new Tokens().count(text(chunks)));
        assertThat(text(chunks)).contains("“word by word”");
        assertThat(chunks.size()).isGreaterThan(40);
    }

    @Test
    void keepsUsageToItselfWhereNobodyAsks() throws IOException {
        List<JsonNode> chunks = chunks(stream("hello", ""));

        assertThat(chunks).noneMatch(chunk -> chunk.has("usage"));
    }

    @Test
    void missingZeroAndCachedUsageByMagicWord() throws IOException {
        String asked = ",\"stream_options\":{\"include_usage\":true}";

        assertThat(chunks(stream("sim:no-usage", asked)))
                .noneMatch(chunk -> chunk.path("usage").isObject());
        assertThat(chunks(stream("sim:zero-usage", asked))
                        .getLast()
                        .at("/usage/total_tokens")
                        .asInt(-1))
                .isZero();
        assertThat(chunks(stream("sim:cached=2", asked))
                        .getLast()
                        .at("/usage/prompt_tokens_details/cached_tokens")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void stopsAtTheLimit() throws IOException {
        List<JsonNode> chunks = chunks(stream("a long one", ",\"max_tokens\":3"));

        assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(chunks).hasSize(5);
    }

    @Test
    void answersExactlyAsManyTokensAsWished() throws IOException {
        List<JsonNode> chunks = chunks(stream("sim:tokens=1000", ",\"stream_options\":{\"include_usage\":true}"));

        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(1000);
        assertThat(new Tokens().count(text(chunks))).isEqualTo(1000);
    }

    @Test
    void anEmptyAnswerIsStillAnAnswer() throws IOException {
        List<String> events = stream("sim:empty", "");

        assertThat(text(chunks(events))).isEmpty();
        assertThat(events.getLast()).isEqualTo(DONE);
    }

    @Test
    void cutsTheStreamWithoutAnEnd() throws IOException {
        // Given
        List<String> events = new ArrayList<>();

        // When
        try (BufferedReader reader = openUnbuffered("sim:cut=4")) {
            assertThatThrownBy(() -> readInto(events, reader)).isInstanceOf(IOException.class);
        }

        // Then
        assertThat(chunks(events)).hasSize(5);
        assertThat(events).doesNotContain(DONE);
        assertThat(simulator.requests().failed()).isEqualTo(1);
        assertThat(simulator.requests().completionTokens()).isEqualTo(4);
    }

    @Test
    void cutsTheConnectionBeforeTheHead() {
        assertThatThrownBy(() -> open("sim:drop", "")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void fallsSilentUntilTheClientLeaves() throws IOException {
        // Given
        BufferedReader reader = open("sim:stall=2", "");
        for (int lines = 0; lines < 6; lines++) {
            assertThat(reader.readLine()).isNotNull();
        }

        // When
        boolean silent = !reader.ready();
        reader.close();

        // Then
        assertThat(silent).isTrue();
        TestClient.eventually(() -> simulator.requests().cancelled() == 1);
        assertThat(simulator.requests().completionTokens()).isEqualTo(2);
    }

    @Test
    void sendsAChunkThatIsNoJson() throws IOException {
        List<String> events = stream("sim:garbage=2", "");

        assertThat(events.stream()
                        .filter(event -> !event.equals(DONE))
                        .filter(event -> Json.parse(event).isMissingNode()))
                .hasSize(1);
        assertThat(events.getLast()).isEqualTo(DONE);
    }

    @Test
    void noticesAClientThatLeaves() throws IOException {
        // Given
        String key = ModelSimulator.promptKey("sim:id=leaver");
        BufferedReader reader = open("sim:id=leaver sim:tokens=100000 sim:speed=200", "");
        assertThat(reader.readLine()).startsWith("data: ");

        // When
        reader.close();

        // Then
        TestClient.eventually(() -> simulator.requests(key).cancelled() == 1);
        assertThat(simulator.requests(key).active()).isZero();
        assertThat(simulator.requests(key).completionTokens()).isLessThan(100_000);
    }

    @Test
    void noticesAClientThatLeavesBeforeTheFirstToken() throws IOException {
        // Given
        BufferedReader reader = open("sim:delay=20000", "");

        // When
        reader.close();

        // Then
        TestClient.eventually(() -> simulator.requests().cancelled() == 1);
        assertThat(simulator.requests().completionTokens()).isZero();
    }

    @Test
    void aSlowReaderHoldsUpNobodyElse() throws IOException {
        // Given
        InputStream unread = client.open(completions(), body("sim:tokens=200000", ""));

        // When
        List<String> events = stream("quick", "");

        // Then
        assertThat(events.getLast()).isEqualTo(DONE);
        assertThat(simulator.requests().active()).isEqualTo(1);
        unread.close();
        TestClient.eventually(() -> simulator.requests().active() == 0);
    }

    @Test
    void keepsToASpeed() throws IOException {
        // When
        long before = System.nanoTime();
        stream("sim:tokens=40 sim:speed=100", "");
        long tookMs = (System.nanoTime() - before) / 1_000_000;

        // Then
        assertThat(tookMs).isBetween(350L, 5_000L);
    }

    private List<String> stream(String text, String more) throws IOException {
        List<String> events = new ArrayList<>();
        try (BufferedReader reader = open(text, more)) {
            readInto(events, reader);
        }
        return events;
    }

    private static void readInto(List<String> events, BufferedReader reader) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (!line.isEmpty()) {
                assertThat(line).startsWith("data: ");
                events.add(line.substring("data: ".length()));
            }
        }
    }

    private BufferedReader open(String text, String more) {
        return new BufferedReader(
                new InputStreamReader(client.open(completions(), body(text, more)), StandardCharsets.UTF_8));
    }

    /** The JDK's newer client forgets what it has not handed out yet as soon as it sees the connection's end. */
    private BufferedReader openUnbuffered(String text) throws IOException {
        var connection = URI.create(completions()).toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(body(text, "").getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String body(String text, String more) {
        return "{\"model\":\"kopeck-sim\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                + "\"}]" + more + "}";
    }

    private String completions() {
        return simulator.baseUrl() + "/chat/completions";
    }

    private static List<JsonNode> chunks(List<String> events) {
        return events.stream()
                .filter(event -> !event.equals(DONE))
                .map(Json::parse)
                .toList();
    }

    private static String text(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }
}
