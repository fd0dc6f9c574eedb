package dev.kopeck.harness.simulators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.harness.simulators.http.PortTakenException;
import dev.kopeck.harness.simulators.http.TestClient;
import dev.kopeck.harness.simulators.model.CompletionRequest.Message;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelSimulatorTest {

    private final TestClient client = new TestClient();
    private final Tokens tokens = new Tokens();
    private ModelSimulator simulator;

    ModelSimulatorTest() {
        simulator = ModelSimulator.start(ModelSimulatorSettings.defaults()
                .withModels(List.of("kopeck-sim", "other"))
                .withContextTokens(2000));
    }

    @BeforeAll
    void isUp() {
        assertThat(client.get(root() + "/health").status()).isEqualTo(200);
    }

    @AfterEach
    void forget() {
        client.delete(root() + "/control");
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @Test
    void listsItsModels() {
        JsonNode list = client.get(simulator.baseUrl() + "/models").json();

        assertThat(list.path("data").findValuesAsText("id")).containsExactly("kopeck-sim", "other");
    }

    @Test
    void answersPlainlyAndCountsHonestly() {
        // Given
        String asked = "What is a kopeck worth?";

        // When
        JsonNode answer = ask(asked, "").json();

        // Then
        String text = answer.at("/choices/0/message/content").asText();
        assertThat(text).contains("simulator").contains("no model was asked").contains(asked);
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/prompt_tokens").asInt())
                .isEqualTo(tokens.count(List.of(new Message("user", asked, ""))));
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(tokens.count(text));
        assertThat(answer.at("/usage/total_tokens").asInt())
                .isEqualTo(answer.at("/usage/prompt_tokens").asInt()
                        + answer.at("/usage/completion_tokens").asInt());
    }

    @Test
    void theSameQuestionGetsTheSameAnswer() {
        assertThat(content(ask("twice", ""))).isEqualTo(content(ask("twice", "")));
    }

    @Test
    void helpNamesEachMagicWord() {
        assertThat(content(ask("help", "")))
                .contains(List.of(ModelFault.values()).stream()
                        .map(fault -> "sim:" + fault.word())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "max_completion_tokens"})
    void stopsAtTheLimit(String field) {
        JsonNode answer = ask("a long one", ",\"" + field + "\":7").json();

        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void understandsContentInParts() {
        String body = "{\"model\":\"other\",\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\"first \"},{\"type\":\"text\",\"text\":\"second\"}]}]}";

        assertThat(content(client.post(completions(), body))).contains("“first second”");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json|400|invalid_value",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|400|invalid_value",
                "{\"model\":\"kopeck-sim\",\"messages\":[]}|400|invalid_value",
                "{\"model\":\"kopeck-sim\",\"max_tokens\":0,\"messages\":[{\"role\":\"user\"}]}|400|invalid_value",
                "{\"model\":\"gpt-99\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|404|model_not_found"
            })
    void refusesWhatOpenAiRefuses(String body, int status, String code) {
        TestClient.Answer answer = client.post(completions(), body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
        assertThat(simulator.requests().started()).isZero();
    }

    @Test
    void refusesWhatDoesNotFitItsContext() {
        TestClient.Answer answer = ask("word ".repeat(2000), "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("context_length_exceeded");
    }

    @Test
    void asksForItsKeyWhereItHasOne() {
        try (ModelSimulator locked =
                ModelSimulator.start(ModelSimulatorSettings.defaults().withApiKey("right"))) {
            assertThat(client.get(locked.baseUrl() + "/models").status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 429, 500, 503})
    void answersWithAnErrorByMagicWord(int status) {
        TestClient.Answer answer = ask("please sim:" + status, "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/error/message").asText()).contains("simulator");
        assertThat(simulator.requests().failed()).isEqualTo(1);
    }

    @Test
    void saysWhenToComeBack() {
        assertThat(ask("sim:429=17", "").header("Retry-After")).isEqualTo("17");
    }

    @Test
    void shapesUsageByMagicWord() {
        assertThat(ask("sim:no-usage", "").json().has("usage")).isFalse();
        assertThat(ask("sim:zero-usage", "").json().at("/usage/total_tokens").asInt(-1))
                .isZero();
        JsonNode details = ask("sim:cached=4 sim:reasoning=9 sim:tokens=30", "").json();
        assertThat(details.at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isEqualTo(4);
        assertThat(details.at("/usage/completion_tokens_details/reasoning_tokens")
                        .asInt())
                .isEqualTo(9);
        assertThat(details.at("/usage/completion_tokens").asInt()).isEqualTo(39);
    }

    @Test
    void answersNothingOrFilteredByMagicWord() {
        assertThat(content(ask("sim:empty", ""))).isEmpty();
        assertThat(ask("sim:filtered=3", "")
                        .json()
                        .at("/choices/0/finish_reason")
                        .asText())
                .isEqualTo("content_filter");
    }

    @Test
    void cutsTheConnectionByMagicWord() {
        assertThatThrownBy(() -> ask("sim:drop", "")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> ask("sim:cut", "")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aTestOrdersFaultsForRequestsToCome() {
        // Given
        String key = ModelSimulator.promptKey("sim:id=mine");
        simulator.failNext(ModelFault.SERVER_ERROR, 500, 2, key);

        // When
        List<Integer> statuses = List.of(
                ask("another", "").status(),
                ask("sim:id=mine", "").status(),
                ask("sim:id=mine", "").status(),
                ask("sim:id=mine", "").status());

        // Then
        assertThat(statuses).containsExactly(200, 500, 500, 200);
    }

    @Test
    void theControlApiOrdersFaultsAndCounts() {
        // Given
        client.post(root() + "/control/faults", "{\"fault\":\"429\",\"number\":3,\"times\":1}");

        // When
        TestClient.Answer first = ask("once sim:id=counted", "");
        TestClient.Answer second = ask("once sim:id=counted", "");

        // Then
        assertThat(first.header("Retry-After")).isEqualTo("3");
        assertThat(second.status()).isEqualTo(200);
        JsonNode counts =
                client.get(root() + "/control/requests?prompt=counted").json();
        assertThat(counts.path("started").asInt()).isEqualTo(2);
        assertThat(counts.path("finished").asInt()).isEqualTo(1);
        assertThat(counts.path("failed").asInt()).isEqualTo(1);
        assertThat(client.get(root() + "/control/requests").text()).doesNotContain("once");
        assertThat(client.post(root() + "/control/faults", "{\"fault\":\"no\"}").status())
                .isEqualTo(400);
    }

    @Test
    void aTakenPortIsNamed() {
        assertThatThrownBy(() ->
                        ModelSimulator.start(ModelSimulatorSettings.defaults().withPort(simulator.port())))
                .isInstanceOf(PortTakenException.class)
                .hasMessageContaining("Port " + simulator.port());
    }

    private TestClient.Answer ask(String text, String more) {
        return client.post(
                completions(),
                "{\"model\":\"kopeck-sim\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more
                        + "}");
    }

    private static String content(TestClient.Answer answer) {
        return answer.json().at("/choices/0/message/content").asText();
    }

    private String completions() {
        return simulator.baseUrl() + "/chat/completions";
    }

    private String root() {
        return "http://127.0.0.1:" + simulator.port();
    }
}
