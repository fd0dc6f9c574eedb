package dev.kopeck.harness.simulators.telegram;

import static dev.kopeck.harness.simulators.telegram.TelegramFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.harness.simulators.http.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {

    private static final String KEYBOARD = "{\"inline_keyboard\":[[{\"text\":\"Again\",\"callback_data\":\"again\"}]]}";

    @TempDir
    private Path directory;

    @Test
    void chatsAndUnconfirmedUpdatesSurviveARestart() {
        // Given
        List<ChatMessage.Version> before;
        List<String> waiting;
        long lastUpdate;
        try (TelegramFixture first = new TelegramFixture(settings())) {
            first.introduced();
            first.simulator.addUser("Dora", "de");
            first.result("setMyCommands", "{\"commands\":[{\"command\":\"help\",\"description\":\"Help\"}]}");
            long id = first.send("draft");
            first.result(
                    "editMessageText",
                    "{\"chat_id\":1001,\"message_id\":" + id + ",\"text\":\"final\",\"entities\":[{\"type\":\"bold\","
                            + "\"offset\":0,\"length\":5}],\"reply_markup\":" + KEYBOARD + "}");
            first.simulator.userWrites(ALICE, "answer me later");
            before = versions(first);
            waiting = pending(first);
            lastUpdate = first.simulator.pendingUpdates().getLast().updateId();
        }

        // When
        try (TelegramFixture second = new TelegramFixture(settings())) {
            // Then
            assertThat(versions(second)).isEqualTo(before);
            assertThat(pending(second)).isEqualTo(waiting).hasSize(1);
            JsonNode state = second.client.get(second.control("state")).json();
            assertThat(state.path("users").findValuesAsText("first_name")).contains("Dora");
            assertThat(state.at("/users/0/commands/0/command").asText()).isEqualTo("help");
            assertThat(second.simulator.userWrites(ALICE, "next").messageId())
                    .isEqualTo(second.simulator.messages(ALICE).size());
            assertThat(second.simulator.pendingUpdates().getLast().updateId()).isEqualTo(lastUpdate + 1);
        }
    }

    @Test
    void whatHappensIsWrittenWithoutAnEnd() {
        try (TelegramFixture telegram = new TelegramFixture(settings())) {
            // When
            telegram.simulator.userWrites(ALICE, "before a kill");

            // Then
            TestClient.eventually(() -> content().contains("before a kill"));
            telegram.simulator.userWrites(ALICE, "and once more");
            TestClient.eventually(() -> content().contains("and once more"));
        }
    }

    @Test
    void aConfirmedUpdateDoesNotComeBack() {
        // Given
        try (TelegramFixture first = new TelegramFixture(settings())) {
            first.simulator.userWrites(ALICE, "done with");
            long id = first.result("getUpdates", "{}").at("/0/update_id").asLong();
            first.result("getUpdates", "{\"offset\":" + (id + 1) + "}");
        }

        // When
        try (TelegramFixture second = new TelegramFixture(settings())) {
            // Then
            assertThat(second.result("getUpdates", "{}")).isEmpty();
        }
    }

    @Test
    void anotherBotsFileIsRefused() {
        try (TelegramFixture first = new TelegramFixture(settings())) {
            first.introduced();
        }

        assertThatThrownBy(() -> TelegramSimulator.start(settings().withToken("8:other")))
                .hasMessageContaining("belongs to bot 7000000001");
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        Files.writeString(file(), "{\"bot_id\":");

        assertThatThrownBy(() -> TelegramSimulator.start(settings()))
                .hasMessageContaining(file().toString())
                .hasMessageContaining("delete it");
    }

    private static List<String> pending(TelegramFixture telegram) {
        return telegram.simulator.pendingUpdates().stream()
                .map(update -> update.json().toString())
                .toList();
    }

    private static List<ChatMessage.Version> versions(TelegramFixture telegram) {
        return telegram.simulator.messages(ALICE).stream()
                .flatMap(message -> message.versions().stream())
                .toList();
    }

    private TelegramSimulatorSettings settings() {
        return TelegramSimulatorSettings.defaults().withDataFile(file());
    }

    private Path file() {
        return directory.resolve("telegram.json");
    }

    private String content() {
        try {
            return Files.exists(file()) ? Files.readString(file()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
