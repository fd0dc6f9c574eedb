package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.gateway.BillingStub.ApiKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients' servers hear of their prompts' ends. */
@QuarkusTest
class PromptCallbacksIT extends PromptApiIT {

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private record Call(String body, String signature) {}

    @BeforeEach
    void listen() throws IOException {
        calls.clear();
        answers.clear();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theServerIsToldWhatTheApiShows() throws GeneralSecurityException {
        // Given
        var key = billing.issue();
        var id = withCallback(key, "Tell me.");
        authorize(id);
        awaitFinished(id, 1);
        assertThat(calls).isEmpty();
        // When
        settle(id, Resolution.SETTLED, "0.01");
        // Then
        eventually(() -> assertThat(calls).hasSize(1));
        var call = calls.getFirst();
        var told = JsonPath.from(call.body());
        assertThat(told.getString("id")).isEqualTo(id);
        assertThat(told.getString("status")).isEqualTo("completed");
        assertThat(told.getString("text")).contains("Tell me.");
        assertThat(told.getString("cost")).isEqualTo("0.01");
        assertThat(isSigned(call)).isTrue();
    }

    @Test
    void itIsToldOfADeclineToo() {
        var key = billing.issue();
        var id = withCallback(key, "Too dear.");
        decline(id, DeclineReason.INSUFFICIENT_FUNDS);
        eventually(() -> assertThat(calls).hasSize(1));
        assertThat(JsonPath.from(calls.getFirst().body()).getString("status")).isEqualTo("declined");
    }

    @Test
    void whatWasNotTakenIsToldAgainAndThenNoMore() {
        // Given
        answers.add(500);
        answers.add(204);
        var key = billing.issue();
        var id = withCallback(key, "Again.");
        // When
        decline(id, DeclineReason.ACCOUNT_FROZEN);
        // Then
        eventually(() -> assertThat(calls).hasSize(2));
        assertThat(calls.get(1).body()).isEqualTo(calls.get(0).body());
        // And another one's comes without a third of this one's
        withCallbackDeclined(key);
        eventually(() -> assertThat(calls).hasSize(3));
        assertThat(calls.getLast().body()).doesNotContain(id);
    }

    @Test
    void afterSoManyAttemptsItIsGivenUp() {
        // Given
        for (int i = 0; i < 10; i++) {
            answers.add(503);
        }
        var key = billing.issue();
        // When
        withCallbackDeclined(key);
        // Then
        eventually(() -> assertThat(calls).hasSize(3));
        answers.clear();
        withCallbackDeclined(key);
        eventually(() -> assertThat(calls).hasSize(4));
        assertThat(calls.get(3).body()).isNotEqualTo(calls.get(0).body());
    }

    private void withCallbackDeclined(ApiKey key) {
        decline(withCallback(key, "Declined."), DeclineReason.ACCOUNT_FROZEN);
    }

    private String withCallback(ApiKey key, String text) {
        var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/answers";
        var body = """
                {"model":"kopeck-sim","messages":[{"role":"user","content":"%s"}],"callbackUrl":"%s"}""".formatted(text, url);
        return post(key, "", body).statusCode(202).extract().path("id");
    }

    private void answer(HttpExchange call) throws IOException {
        var body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(new Call(body, String.valueOf(call.getRequestHeaders().getFirst("Kopeck-Signature"))));
        var next = answers.poll();
        call.sendResponseHeaders(next == null ? 200 : next, -1);
        call.close();
    }

    private static boolean isSigned(Call call) throws GeneralSecurityException {
        var parts = call.signature().split("[=,]");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                ModelSimulatorResource.CALLBACK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var digest = mac.doFinal((parts[1] + "." + call.body()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).equals(parts[3]);
    }
}
