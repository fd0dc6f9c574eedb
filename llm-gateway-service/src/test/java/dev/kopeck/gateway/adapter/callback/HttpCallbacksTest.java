package dev.kopeck.gateway.adapter.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.prompts.CallbackSecrets;
import dev.kopeck.gateway.application.prompts.CallbackSender.Result;
import dev.kopeck.gateway.application.prompts.PromptReport;
import dev.kopeck.gateway.domain.PromptState;
import dev.kopeck.harness.testkit.FakeClock;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client's server gets, and whom the gateway does not call. */
class HttpCallbacksTest {

    private static final String SECRET = "a secret of sixteen characters";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    private final List<HttpExchange> calls = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile int status = 204;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theReportArrivesSigned() {
        // When
        var result = send(callbacks(true, SECRET), url("/answers?team=red"));
        // Then
        assertThat(result).isEqualTo(Result.DELIVERED);
        assertThat(bodies).containsExactly("{\"the\":\"report\"}");
        var call = calls.getFirst();
        assertThat(call.getRequestMethod()).isEqualTo("POST");
        assertThat(call.getRequestURI()).hasToString("/answers?team=red");
        assertThat(call.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(call.getRequestHeaders().getFirst("Kopeck-Signature"))
                .isEqualTo(Signature.of("{\"the\":\"report\"}", SECRET, clock.instant()))
                .matches("t=\\d{10},v1=[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429, 500, 503})
    void whatIsNotTakenHasNotArrived(int answer) {
        status = answer;
        assertThat(send(callbacks(true, SECRET), url("/"))).isEqualTo(Result.FAILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowed(int answer) {
        status = answer;
        assertThat(send(callbacks(true, SECRET), url("/from"))).isEqualTo(Result.FAILED);
        assertThat(calls).hasSize(1);
    }

    @Test
    void whoIsNotThereHasNotGotIt() {
        var url = url("/");
        server.stop(0);
        assertThat(send(callbacks(true, SECRET), url)).isEqualTo(Result.FAILED);
    }

    @Test
    void aNameThatLeadsNowhereIsTriedAgain() {
        assertThat(send(callbacks(true, SECRET), URI.create("http://nobody.invalid/")))
                .isEqualTo(Result.FAILED);
    }

    /** By its name: what it says of itself is not asked, where it leads is. */
    @Test
    void whoeverLeadsIntoAPrivateNetworkIsNotCalled() {
        var url = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
        assertThat(send(callbacks(false, SECRET), url)).isEqualTo(Result.FORBIDDEN);
        assertThat(send(callbacks(false, SECRET), URI.create("https://[::1]/"))).isEqualTo(Result.FORBIDDEN);
        assertThat(send(callbacks(false, SECRET), URI.create("https://169.254.169.254/")))
                .isEqualTo(Result.FORBIDDEN);
        assertThat(send(callbacks(false, SECRET), url("/"))).isEqualTo(Result.FORBIDDEN);
        assertThat(calls).isEmpty();
    }

    @Test
    void withoutASecretNobodyIsTold() {
        assertThat(send(callbacks(true, ""), url("/"))).isEqualTo(Result.FORBIDDEN);
        assertThat(calls).isEmpty();
    }

    private HttpCallbacks callbacks(boolean allowPrivate, String secret) {
        var secrets = new CallbackSecrets(secret.isEmpty() ? Optional.empty() : Optional.of(secret), Map.of());
        return new HttpCallbacks(
                vertx,
                prompt -> "{\"the\":\"report\"}",
                secrets,
                clock,
                new HttpCallbacks.Settings(allowPrivate, Duration.ofSeconds(5), 10));
    }

    private static Result send(HttpCallbacks callbacks, URI url) {
        return callbacks.send(report(), url).await().atMost(PATIENCE);
    }

    private static PromptReport report() {
        var order = new PromptReport.Order(
                PromptId.mint(Instant.EPOCH, new Random(1)), new AccountId(7), "m", 10, 5, false, Instant.EPOCH);
        return new PromptReport(
                order,
                PromptState.COMPLETED,
                OptionalInt.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.EPOCH));
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(HttpExchange call) throws IOException {
        calls.add(call);
        bodies.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (status / 100 == 3) {
            call.getResponseHeaders().add("Location", url("/to").toString());
        }
        call.sendResponseHeaders(status, -1);
        call.close();
    }
}
