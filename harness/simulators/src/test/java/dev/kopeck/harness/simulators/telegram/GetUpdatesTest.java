package dev.kopeck.harness.simulators.telegram;

import static dev.kopeck.harness.simulators.telegram.TelegramFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.harness.simulators.http.TestClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GetUpdatesTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final TelegramFixture telegram =
            new TelegramFixture(TelegramSimulatorSettings.defaults().withClock(new SettableClock()));

    @AfterEach
    void stop() {
        telegram.close();
    }

    @Test
    void anUpdateStaysUntilItIsConfirmed() {
        // Given
        telegram.simulator.userWrites(ALICE, "one");
        telegram.simulator.userWrites(ALICE, "two");

        // When
        List<Long> first = ids(telegram.result("getUpdates", "{}"));
        List<Long> again = ids(telegram.result("getUpdates", "{}"));
        List<Long> rest = ids(telegram.result("getUpdates", "{\"offset\":" + first.get(1) + "}"));
        List<Long> none = ids(telegram.result("getUpdates", "{\"offset\":" + (first.get(1) + 1) + "}"));

        // Then
        assertThat(first).hasSize(2).isEqualTo(again);
        assertThat(first.get(1)).isEqualTo(first.get(0) + 1);
        assertThat(rest).containsExactly(first.get(1));
        assertThat(none).isEmpty();
        assertThat(telegram.simulator.pendingUpdates()).isEmpty();
    }

    @Test
    void anUpdateLooksLikeTelegrams() {
        // Given
        telegram.simulator.userWrites(ALICE, "/start now");

        // When
        JsonNode message = telegram.result("getUpdates", "{}").path(0).path("message");

        // Then
        assertThat(message.at("/from/id").asLong()).isEqualTo(ALICE);
        assertThat(message.at("/from/language_code").asText()).isEqualTo("en");
        assertThat(message.at("/chat/type").asText()).isEqualTo("private");
        assertThat(message.path("date").asLong()).isEqualTo(now.get().getEpochSecond());
        assertThat(message.at("/entities/0/type").asText()).isEqualTo("bot_command");
        assertThat(message.at("/entities/0/length").asInt()).isEqualTo(6);
    }

    @Test
    void aNegativeOffsetForgetsAllThatIsOlder() {
        // Given
        for (String text : List.of("one", "two", "three")) {
            telegram.simulator.userWrites(ALICE, text);
        }

        // When
        JsonNode last = telegram.result("getUpdates", "{\"offset\":-1}");

        // Then
        assertThat(last.findValuesAsText("text")).containsExactly("three");
        assertThat(telegram.simulator.pendingUpdates()).hasSize(1);
    }

    @Test
    void aLimitKeepsTheRestForLater() {
        for (int i = 0; i < 120; i++) {
            telegram.simulator.userWrites(ALICE, "message " + i);
        }

        assertThat(ids(telegram.result("getUpdates", "{\"limit\":2}"))).hasSize(2);
        assertThat(ids(telegram.result("getUpdates", "{}"))).hasSize(100);
    }

    @Test
    void aLongPollEndsWhenSomethingArrives() {
        // Given
        CompletableFuture<TestClient.Answer> poll = telegram.callLater("getUpdates", "{\"timeout\":50}");
        untilPolling();

        // When
        telegram.simulator.userWrites(ALICE, "wake up");

        // Then
        assertThat(poll.join().json().findValuesAsText("text")).containsExactly("wake up");
    }

    @Test
    void aLongPollEndsEmptyWhenItsTimeIsUp() {
        assertThat(telegram.result("getUpdates", "{\"timeout\":1}")).isEmpty();
    }

    @Test
    void aSecondPollSendsTheFirstAway() {
        // Given
        CompletableFuture<TestClient.Answer> first = telegram.callLater("getUpdates", "{\"timeout\":50}");
        untilPolling();

        // When
        CompletableFuture<TestClient.Answer> second = telegram.callLater("getUpdates", "{\"timeout\":50}");

        // Then
        TestClient.Answer refused = first.join();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("description").asText())
                .startsWith("Conflict: terminated by other getUpdates request");
        telegram.simulator.userWrites(ALICE, "still there?");
        assertThat(second.join().json().path("result")).hasSize(1);
    }

    @Test
    void whatTheBotDidNotAskForNeverComes() {
        // Given
        telegram.result("getUpdates", "{\"allowed_updates\":[\"callback_query\"]}");
        telegram.simulator.userWrites(ALICE, "not for you");

        // When
        telegram.result("getUpdates", "{\"allowed_updates\":[]}");
        telegram.simulator.userWrites(ALICE, "for you");

        // Then
        assertThat(telegram.result("getUpdates", "{}").findValuesAsText("text")).containsExactly("for you");
    }

    @Test
    void aDayLaterAnUpdateIsGone() {
        // Given
        telegram.simulator.userWrites(ALICE, "old");
        now.set(now.get().plus(Duration.ofHours(23)));
        telegram.simulator.userWrites(ALICE, "young");

        // When
        now.set(now.get().plus(Duration.ofHours(2)));

        // Then
        assertThat(telegram.result("getUpdates", "{}").findValuesAsText("text")).containsExactly("young");
    }

    @Test
    void aBlockIsAnUpdate() {
        // Given
        telegram.introduced();

        // When
        telegram.simulator.userBlocks(ALICE, true);

        // Then
        JsonNode change = telegram.result("getUpdates", "{}").path(0).path("my_chat_member");
        assertThat(change.at("/new_chat_member/status").asText()).isEqualTo("kicked");
        assertThat(telegram.refusal("sendMessage", "{\"chat_id\":1001,\"text\":\"hi\"}"))
                .isEqualTo("403 Forbidden: bot was blocked by the user");
    }

    @Test
    void aTestInjectsRepeatedAndNonsensicalUpdates() {
        // Given
        telegram.simulator.inject(7, "message", com.fasterxml.jackson.databind.node.IntNode.valueOf(1));

        // When
        telegram.client.post(telegram.control("updates"), "{\"update_id\":6,\"nonsense\":{\"a\":1}}");

        // Then
        assertThat(ids(telegram.result("getUpdates", "{}"))).containsExactly(6L, 7L);
    }

    private void untilPolling() {
        TestClient.eventually(() -> telegram.client
                .get(telegram.control("state"))
                .json()
                .path("online")
                .asBoolean());
    }

    private static List<Long> ids(JsonNode updates) {
        return updates.findValues("update_id").stream().map(JsonNode::asLong).toList();
    }

    private final class SettableClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
