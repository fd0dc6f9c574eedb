package dev.kopeck.harness.e2e;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.e2e.Books.Account;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An OpenAI client with a Kopeck key: from HTTP through all services and back, with the books beside. */
@ExtendWith(RunningKopeck.class)
class RelayE2E {

    private static final long USERS = 1_000_000_000_000L;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void anAnswerCostsWhatItSays(Kopeck kopeck) {
        // Given
        var customer = Customer.of(kopeck);
        // When
        var answer = customer.ask("chat/completions", chat("What is a kopeck? sim:tokens=25", ""))
                .expect(200);
        // Then
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(25);
        var cost = Nanos.parse(answer.at("/usage/cost").asText());
        assertThat(cost).isGreaterThan(Nanos.ZERO);
        assertThat(customer.charges(kopeck)).containsExactly(cost);
        var account = customer.account(kopeck);
        assertThat(Nanos.parse(answer.at("/usage/balance").asText())).isEqualTo(account.posted());
        assertThat(account.held()).isEqualTo(Nanos.ZERO);
    }

    @Test
    void modelsAreListedWithTheirPrices(Kopeck kopeck) {
        // Given
        var customer = Customer.of(kopeck);
        // When
        var models = Http.get(customer.url("models"), customer.headers()).expect(200);
        var one = Http.get(customer.url("models/" + Kopeck.MODEL), customer.headers())
                .expect(200);
        var unknown = Http.get(customer.url("models/nobody"), customer.headers());
        // Then
        assertThat(models.path("data").findValuesAsText("id")).contains(Kopeck.MODEL, Kopeck.DEAR_MODEL);
        assertThat(one.at("/pricing/output").asText()).isNotEmpty();
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void embeddingsCompletionsAndResponsesAreCharged(Kopeck kopeck) {
        // Given
        var customer = Customer.of(kopeck);
        // When
        var answers = List.of(
                customer.ask("embeddings", "{\"model\":\"kopeck-sim\",\"input\":\"one two three\"}"),
                customer.ask("completions", "{\"model\":\"kopeck-sim\",\"prompt\":\"sim:tokens=5\"}"),
                customer.ask("responses", "{\"model\":\"kopeck-sim\",\"input\":\"sim:tokens=5\"}"));
        // Then
        var costs = answers.stream()
                .map(answer -> Nanos.parse(answer.expect(200).at("/usage/cost").asText()))
                .toList();
        assertThat(costs).allSatisfy(cost -> assertThat(cost).isGreaterThan(Nanos.ZERO));
        assertThat(customer.charges(kopeck)).containsExactlyInAnyOrderElementsOf(costs);
    }

    @Test
    void whoCannotPayIsToldSoAndNoModelIsCalled(Kopeck kopeck) {
        // Given an answer that costs more than the balance even at its shortest
        var customer = Customer.of(kopeck);
        var before = kopeck.modelAnswers();
        // When
        var refused = customer.ask(
                "chat/completions",
                chat("Dear. sim:tokens=5", ",\"max_tokens\":64").replace(Kopeck.MODEL, Kopeck.DEAR_MODEL));
        // Then
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.body().at("/error/code").asText()).isEqualTo("insufficient_funds");
        assertThat(customer.account(kopeck).held()).isEqualTo(Nanos.ZERO);
        assertThat(kopeck.modelAnswers()).isEqualTo(before);
    }

    @Test
    void aStreamThatItsClientLeavesIsChargedForWhatCame(Kopeck kopeck) throws Exception {
        // Given
        var customer = Customer.of(kopeck);
        var stream = customer.stream(chat("Leave. sim:speed=20 sim:tokens=400", ",\"stream\":true"));
        assertThat(stream.readNBytes(1_500)).hasSize(1_500);
        // When
        stream.close();
        // Then
        eventually(() -> assertThat(customer.charges(kopeck)).hasSize(1));
        assertThat(customer.account(kopeck).held()).isEqualTo(Nanos.ZERO);
    }

    /** A program with a key of an account of its own. */
    private record Customer(Payer payer, String key, URI gateway) {

        static Customer of(Kopeck kopeck) {
            var payer = Payer.telegram(1 + RandomGenerator.getDefault().nextLong(USERS));
            var account = kopeck.books().accountOf(payer);
            var issued = kopeck.books()
                    .post("/v1/accounts/%s/keys".formatted(account.id()), "{\"name\":\"e2e\"}", "key-" + account.id())
                    .expect(201);
            return new Customer(
                    payer,
                    issued.path("key").asText(),
                    kopeck.service("llm-gateway-service").url());
        }

        Map<String, String> headers() {
            return Map.of("Authorization", "Bearer " + key);
        }

        URI url(String path) {
            return gateway.resolve("/v1/" + path);
        }

        Http.Answer ask(String path, String body) {
            return Http.send("POST", url(path), body, headers());
        }

        InputStream stream(String body) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(url("chat/completions"))
                    .header("Authorization", "Bearer " + key)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        }

        Account account(Kopeck kopeck) {
            return kopeck.books().accountOf(payer);
        }

        List<Nanos> charges(Kopeck kopeck) {
            return kopeck.books().entriesOf(account(kopeck)).stream()
                    .filter(entry -> entry.amount().isNegative())
                    .map(entry -> new Nanos(-entry.amount().value()))
                    .toList();
        }
    }

    private static String chat(String text, String more) {
        return "{\"model\":\"" + Kopeck.MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]"
                + more + "}";
    }
}
