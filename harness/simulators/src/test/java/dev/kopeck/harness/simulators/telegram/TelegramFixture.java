package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.harness.simulators.http.TestClient;
import java.util.concurrent.CompletableFuture;

/** A running simulator, the bot that talks to it over HTTP, and Alice, who said hello. */
final class TelegramFixture implements AutoCloseable {

    static final long ALICE = 1001;
    static final long BOB = 1002;

    final TestClient client = new TestClient();
    final TelegramSimulator simulator;

    TelegramFixture() {
        this(TelegramSimulatorSettings.defaults());
    }

    TelegramFixture(TelegramSimulatorSettings settings) {
        simulator = TelegramSimulator.start(settings);
    }

    /** Alice says hello, and nothing waits for the bot. */
    TelegramFixture introduced() {
        simulator.userWrites(ALICE, "hello");
        call("deleteWebhook", "{\"drop_pending_updates\":true}");
        return this;
    }

    TestClient.Answer call(String method, String json) {
        return client.post(method(method), json);
    }

    CompletableFuture<TestClient.Answer> callLater(String method, String json) {
        return client.postLater(method(method), json);
    }

    /** What a call that must succeed gives. */
    JsonNode result(String method, String json) {
        TestClient.Answer answer = call(method, json);
        if (answer.status() != 200) {
            throw new AssertionError(method + ": " + answer.text());
        }
        return answer.json().path("result");
    }

    /** The description of a refusal. */
    String refusal(String method, String json) {
        JsonNode body = call(method, json).json();
        return body.path("error_code").asInt() + " " + body.path("description").asText();
    }

    long send(String text) {
        return result("sendMessage", "{\"chat_id\":" + ALICE + ",\"text\":\"" + text + "\"}")
                .path("message_id")
                .asLong();
    }

    String method(String name) {
        return simulator.baseUrl() + "/bot" + TelegramSimulatorSettings.TOKEN + "/" + name;
    }

    String control(String path) {
        return simulator.baseUrl() + "/control/" + path;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
