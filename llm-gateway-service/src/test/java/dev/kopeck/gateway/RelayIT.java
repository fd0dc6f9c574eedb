package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of OpenAI's clients, from HTTP to Kafka to a model and back. */
@QuarkusTest
class RelayIT extends GatewayIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected by the extension
    URI gateway;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private PlayedBilling books;

    @BeforeAll
    void openBooks() {
        books = new PlayedBilling(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    @AfterAll
    void closeBooks() {
        books.close();
    }

    @Test
    void anAnswerComesWithItsCost() throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(key, "chat/completions", chat("What is a kopeck? sim:id=relayed sim:tokens=20", ""));
        // Then
        var body = json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        var finished = finished(key);
        assertThat(finished.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.usage().outputTokens()).isEqualTo(20);
        assertThat(body.at("/usage/completion_tokens").asLong()).isEqualTo(20);
        assertThat(body.at("/usage/cost").asText())
                .isEqualTo(PlayedBilling.TERMS.costOf(finished.usage()).toDecimal());
        assertThat(header(response, "x-kopeck-cost"))
                .isEqualTo(body.at("/usage/cost").asText());
        assertThat(header(response, "x-kopeck-balance"))
                .isEqualTo(body.at("/usage/balance").asText());
        assertThat(header(response, "x-kopeck-prompt-id"))
                .isEqualTo(finished.promptId().toString());
        assertThat(simulator.requests("relayed").started()).isEqualTo(1);
        var submitted = books.submittedOf(key);
        assertThat(submitted).hasSize(1);
        assertThat(submitted.getFirst().apiKeyId()).isEqualTo(key.id());
        assertThat(submitted.getFirst().inputTokens())
                .isGreaterThanOrEqualTo(finished.usage().inputTokens());
    }

    @Test
    void aStreamComesWordByWordAndEndsWithItsCost() throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(key, "chat/completions", chat("Stream. sim:id=streamed sim:tokens=30", ",\"stream\":true"));
        // Then
        var events = events(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).startsWith("text/event-stream");
        assertThat(header(response, "x-kopeck-granted-output-tokens")).isNotEmpty();
        assertThat(events.getLast()).isEqualTo("[DONE]");
        var chunks = events.stream()
                .filter(event -> !event.equals("[DONE]"))
                .map(RelayIT::tree)
                .toList();
        assertThat(chunks)
                .allSatisfy(chunk -> assertThat(chunk.path("choices").size()).isEqualTo(1));
        var last = chunks.getLast();
        assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(last.at("/usage/completion_tokens").asLong()).isEqualTo(30);
        assertThat(last.at("/usage/cost").asText())
                .isEqualTo(PlayedBilling.TERMS.costOf(finished(key).usage()).toDecimal());
    }

    @Test
    void whoAsksForUsageGetsItAsOpenAiSendsIt() throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(
                key,
                "chat/completions",
                chat("Stream. sim:tokens=5", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        // Then
        var events = events(response.body());
        var last = tree(events.get(events.size() - 2));
        assertThat(last.path("choices").isEmpty()).isTrue();
        assertThat(last.at("/usage/prompt_tokens_details/cached_tokens").isNumber())
                .isTrue();
        assertThat(last.at("/usage/cost").asText()).isNotEmpty();
    }

    @Test
    void aRequestReachesTheModelAsItCame() throws Exception {
        // Given fields that nobody here knows, numbers in unusual forms, spaces
        var key = billing.issue();
        books.grant(key, 77);
        var body = "{\"model\":\"kopeck-sim\", \"seed\": 1.50e2,\"messages\":[{\"role\":\"user\",\"content\":"
                + "\"As it came. sim:id=verbatim sim:tokens=3\"}],\"new_field\":{\"z\":null,\"a\":[1,2.0]},\"max_tokens\": 500}";
        // When
        post(key, "chat/completions", body);
        // Then
        assertThat(simulator.bodyOf("verbatim")).contains(body.replace("\"max_tokens\": 500", "\"max_tokens\": 77"));
    }

    @Test
    void toolsAreRelayed() throws Exception {
        // Given
        var key = billing.issue();
        var tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"count_words\",\"parameters\":{}}}]";
        // When
        var response = post(key, "chat/completions", chat("Count these words. sim:tool", tools));
        // Then
        var call = json(response).at("/choices/0/message/tool_calls/0/function");
        assertThat(call.path("name").asText()).isEqualTo("count_words");
        assertThat(tree(call.path("arguments").asText()).path("words").isNumber())
                .isTrue();
        assertThat(finished(key).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void embeddingsAreChargedForTheirInput() throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(key, "embeddings", "{\"model\":\"kopeck-sim\",\"input\":[\"one\",\"two\"]}");
        // Then
        assertThat(json(response).path("data").size()).isEqualTo(2);
        var finished = finished(key);
        assertThat(finished.inputOnly()).isTrue();
        assertThat(finished.usage().outputTokens()).isZero();
        assertThat(json(response).at("/usage/cost").asText())
                .isEqualTo(PlayedBilling.TERMS.costOf(finished.usage()).toDecimal());
    }

    @ParameterizedTest
    @CsvSource({"completions, prompt, max_tokens", "responses, input, max_output_tokens"})
    void completionsAndResponsesAreAccountedAlike(String path, String field, String limit) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            // Given
            var key = billing.issue();
            var body = "{\"model\":\"kopeck-sim\",\"%s\":\"Say it. sim:id=%s-%b sim:tokens=9\",\"stream\":%b}"
                    .formatted(field, path, stream, stream);
            // When
            var response = post(key, path, body);
            // Then
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"cost\":\"");
            assertThat(finished(key).usage().outputTokens()).isEqualTo(9);
            assertThat(finished(key).estimated()).isFalse();
            assertThat(tree(simulator.bodyOf(path + "-" + stream).orElseThrow())
                            .path(limit)
                            .asLong())
                    .isEqualTo(1024);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INSUFFICIENT_FUNDS, 402, insufficient_funds",
        "KEY_LIMIT_REACHED, 402, key_limit",
        "SPEND_LIMIT_REACHED, 402, spend_limit",
        "ACCOUNT_FROZEN, 402, account_frozen",
        "KEY_INVALID, 401, invalid_api_key",
        "UNKNOWN_PRICE, 404, model_not_found",
        "MODEL_NOT_ALLOWED, 403, model_not_allowed"
    })
    void whatBillingDeclinesIsToldInOpenAisWords(DeclineReason reason, int status, String code) throws Exception {
        // Given
        var key = billing.issue();
        books.decline(key, reason);
        // When
        var response = post(key, "chat/completions", chat("Not paid. sim:id=declined-" + reason, ""));
        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/code").asText()).isEqualTo(code);
        assertThat(json(response).at("/error/message").asText()).isNotEmpty();
        assertThat(header(response, "x-should-retry")).isEqualTo("false");
        assertThat(simulator.requests("declined-" + reason).started()).isZero();
    }

    @Test
    void billingThatSaysNothingIsNoFreeTraffic() throws Exception {
        // Given
        var key = billing.issue();
        books.saysNothingTo(key);
        // When
        var response = post(key, "chat/completions", chat("For free? sim:id=silence", ""));
        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(header(response, "Retry-After")).isNotEmpty();
        assertThat(json(response).at("/error/code").asText()).isEqualTo("billing_unavailable");
        assertThat(simulator.requests("silence").started()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat/completions | {\"model\":\"nobody\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | 404 | model_not_found | model",
                "chat/completions | {\"model\":\"kopeck-sim\"}                       | 400 | invalid_value | messages",
                "chat/completions | {\"model\":\"kopeck-sim\",\"messages\":[],\"n\":0} | 400 | invalid_value | n",
                "chat/completions | not json                                     | 400 | invalid_json  | body",
                "embeddings       | {\"model\":\"kopeck-sim\"}                       | 400 | invalid_value | input"
            })
    void whatIsWrongWithARequestIsNamed(String path, String body, int status, String code, String param)
            throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(key, path, body);
        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/code").asText()).isEqualTo(code);
        assertThat(json(response).at("/error/param").asText()).isEqualTo(param);
        assertThat(books.submittedOf(key)).isEmpty();
    }

    @Test
    void nobodyIsServedWithoutAKey() throws Exception {
        // When
        var request = HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(chat("x", "")))
                .build();
        var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("invalid_api_key");
    }

    @Test
    void aBodyThatIsTooLargeIsNotRead() throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(key, "chat/completions", chat("x".repeat(21_000_000), ""));
        // Then
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("request_too_large");
    }

    @Test
    void aKeyThatIsForAnotherModelIsRefused() throws Exception {
        // Given
        var key = billing.issue();
        billing.onlyFor(key, "gpt-4o");
        // When
        var response = post(key, "chat/completions", chat("x", ""));
        // Then
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("model_not_allowed");
    }

    @Test
    void aProviderThatFailsCostsNothing() throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(key, "chat/completions", chat("Fail. sim:401", ""));
        // Then
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).doesNotContain("Incorrect").doesNotContain("simulator");
        assertThat(finished(key).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aProviderThatCannotBeReachedIsReplacedAndTheUserPaysOnce() throws Exception {
        // Given peers.md 44: retries and fallbacks, and who pays for them
        var key = billing.issue();
        // When
        var response = post(
                key,
                "chat/completions",
                chat("Elsewhere. sim:id=elsewhere sim:tokens=3", ",\"stream\":true")
                        .replace("kopeck-sim", "fallback-sim"));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(simulator.requests("elsewhere").started()).isEqualTo(1);
        assertThat(finished(key).attempts()).isGreaterThanOrEqualTo(2);
        assertThat(finished(key).usage().outputTokens()).isEqualTo(3);
    }

    @Test
    void aRequestThatTheProviderRejectsIsTheClientsToMend() throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(key, "chat/completions", chat("Reject. sim:400", ""));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/message").asText()).isNotEmpty();
        assertThat(finished(key).outcome().isCharged()).isFalse();
    }

    @Test
    void aCutStreamIsToldAndChargedForWhatCame() throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(key, "chat/completions", chat("Cut. sim:cut=4 sim:tokens=50", ",\"stream\":true"));
        // Then
        assertThat(events(response.body()).getLast()).contains("stream_cut").contains("\"cost\":\"");
        var finished = finished(key);
        assertThat(finished.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(finished.estimated()).isTrue();
        assertThat(finished.usage().outputTokens()).isEqualTo(4);
    }

    @Test
    void aClientThatLeavesStopsTheModelAndPaysForWhatItGot() throws Exception {
        // Given
        var key = billing.issue();
        var response = HTTP.send(
                request(
                        key,
                        "chat/completions",
                        chat("Leave. sim:id=left sim:speed=20 sim:tokens=500", ",\"stream\":true"),
                        ""),
                HttpResponse.BodyHandlers.ofInputStream());
        // When
        readSome(response.body());
        response.body().close();
        // Then
        var finished = finished(key);
        assertThat(finished.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(finished.usage().outputTokens()).isBetween(1L, 200L);
        eventually(() -> assertThat(simulator.requests("left").active()).isZero());
    }

    @Test
    void aStreamStopsWhereTheGrantEnds() throws Exception {
        // Given
        var key = billing.issue();
        books.grant(key, 7);
        // When
        var response = post(key, "chat/completions", chat("Much. sim:tokens=400", ",\"stream\":true"));
        // Then
        assertThat(header(response, "x-kopeck-granted-output-tokens")).isEqualTo("7");
        assertThat(finished(key).usage().outputTokens()).isEqualTo(7);
        assertThat(response.body()).contains("\"finish_reason\":\"length\"");
    }

    @Test
    void anExplicitZeroStaysZero() throws Exception {
        // Given
        var key = billing.issue();
        // When
        var response = post(key, "chat/completions", chat("Nothing? sim:zero-usage", ",\"stream\":true"));
        // Then
        assertThat(finished(key).usage()).isEqualTo(Usage.NONE);
        assertThat(finished(key).estimated()).isFalse();
        assertThat(response.body()).contains("\"cost\":\"0.00\"");
    }

    @Test
    void theSameKeyIsAnsweredOnce() throws Exception {
        // Given
        var key = billing.issue();
        var body = chat("Once. sim:id=once-only sim:tokens=3", "");
        var first =
                HTTP.send(request(key, "chat/completions", body, "invoice-17"), HttpResponse.BodyHandlers.ofString());
        assertThat(first.statusCode()).isEqualTo(200);
        // When
        var second =
                HTTP.send(request(key, "chat/completions", body, "invoice-17"), HttpResponse.BodyHandlers.ofString());
        // Then
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(json(second).at("/error/code").asText()).isEqualTo("idempotency_key_used");
        assertThat(header(second, "x-should-retry")).isEqualTo("false");
        assertThat(simulator.requests("once-only").started()).isEqualTo(1);
        assertThat(books.submittedOf(key)).hasSize(1);
    }

    @Test
    void aKeyWhoseRequestFailedMayBeUsedAgain() throws Exception {
        // Given
        var key = billing.issue();
        var failed = HTTP.send(
                request(key, "chat/completions", chat("Fail. sim:400", ""), "again"),
                HttpResponse.BodyHandlers.ofString());
        assertThat(failed.statusCode()).isEqualTo(400);
        finished(key);
        // When
        var second = HTTP.send(
                request(key, "chat/completions", chat("Now. sim:tokens=3", ""), "again"),
                HttpResponse.BodyHandlers.ofString());
        // Then
        assertThat(second.statusCode()).isEqualTo(200);
    }

    private CompletionFinished finished(BillingStub.ApiKey key) {
        eventually(() -> assertThat(books.finishedOf(key)).hasSize(1));
        return books.finishedOf(key).getFirst();
    }

    private HttpResponse<String> post(BillingStub.ApiKey key, String path, String body)
            throws IOException, InterruptedException {
        return HTTP.send(request(key, path, body, ""), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(BillingStub.ApiKey key, String path, String body, String idempotencyKey) {
        var request = HttpRequest.newBuilder(gateway.resolve("/v1/" + path))
                .header("Authorization", key.bearer())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return (idempotencyKey.isEmpty() ? request : request.header("Idempotency-Key", idempotencyKey)).build();
    }

    private static String chat(String text, String more) {
        return "{\"model\":\"kopeck-sim\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more + "}";
    }

    private static void readSome(InputStream stream) throws IOException {
        var buffer = new byte[2_000];
        assertThat(stream.readNBytes(buffer, 0, buffer.length)).isEqualTo(buffer.length);
    }

    private static List<String> events(String body) {
        return Arrays.stream(body.split("\n\n"))
                .filter(event -> event.startsWith("data: "))
                .map(event -> event.substring("data: ".length()))
                .toList();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return tree(response.body());
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }
}
