package dev.kopeck.harness.simulators.telegram;

import static dev.kopeck.harness.simulators.telegram.TelegramFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.harness.simulators.http.Json;
import dev.kopeck.harness.simulators.http.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatPageTest {

    private final TelegramFixture telegram = new TelegramFixture().introduced();

    @AfterEach
    void stop() {
        telegram.close();
    }

    @Test
    void thePageNeedsNothingFromAnywhereElse() {
        // When
        TestClient.Answer page = telegram.client.get(telegram.simulator.baseUrl() + "/");

        // Then
        assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'self'");
        assertThat(page.text()).contains("Simulator");
        Pattern.compile("(?:src|href)=\"(/[^\"]+)\"")
                .matcher(page.text())
                .results()
                .map(found -> telegram.client.get(telegram.simulator.baseUrl() + found.group(1)))
                .forEach(file -> {
                    assertThat(file.status()).isEqualTo(200);
                    assertThat(file.text()).doesNotContain("innerHTML");
                });
    }

    @Test
    void eachScriptThatIsImportedIsServed() {
        String script =
                telegram.client.get(telegram.simulator.baseUrl() + "/chat.js").text();

        assertThat(Pattern.compile("from \"(/[a-z]+\\.js)\"")
                        .matcher(script)
                        .results()
                        .map(found -> telegram.client
                                .get(telegram.simulator.baseUrl() + found.group(1))
                                .status()))
                .hasSizeGreaterThan(2)
                .containsOnly(200);
    }

    @Test
    void aPageHearsOfWhatHappens() throws Exception {
        // Given
        HttpRequest request = HttpRequest.newBuilder(URI.create(telegram.simulator.baseUrl() + "/events"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader events = new BufferedReader(new InputStreamReader(
                        http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                                .body(),
                        StandardCharsets.UTF_8))) {
            assertThat(next(events, "hello").path("type").asText()).isEqualTo("hello");

            // When
            telegram.result("sendChatAction", "{\"chat_id\":1001,\"action\":\"typing\"}");
            long id = telegram.send("Word");
            telegram.result(
                    "editMessageText", "{\"chat_id\":1001,\"message_id\":" + id + ",\"text\":\"Word by word\"}");
            telegram.simulator.userWrites(ALICE, "thanks");

            // Then
            assertThat(next(events, "action").path("action").asText()).isEqualTo("typing");
            assertThat(next(events, "message").at("/message/text").asText()).isEqualTo("Word");
            JsonNode edit = next(events, "edit");
            assertThat(edit.at("/message/text").asText()).isEqualTo("Word by word");
            assertThat(edit.at("/message/edits").asInt()).isEqualTo(1);
            assertThat(next(events, "message").at("/message/from_bot").asBoolean(true))
                    .isFalse();
        }
    }

    private static JsonNode next(BufferedReader events, String type) throws IOException {
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("data: ")) {
                JsonNode event = Json.parse(line.substring("data: ".length()));
                if (type.equals(event.path("type").asText())) {
                    return event;
                }
            }
        }
        throw new AssertionError("the stream ended without a " + type);
    }
}
