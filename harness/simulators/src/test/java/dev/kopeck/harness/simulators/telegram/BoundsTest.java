package dev.kopeck.harness.simulators.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.kopeck.harness.simulators.http.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a simulator that runs for days gives up first. */
class BoundsTest {

    private final Chats chats = new Chats(new Bot("7:x", "Bot", "bot"));

    @Test
    void oldHistoriesGoBeforeNewOnes() {
        // Given
        chats.addUser(new SimulatedUser(1, "Alice", "", "en"));
        ChatMessage first = chats.add(1, true, version(0), 0, 0);
        ChatMessage last = first;

        // When
        for (int message = 0; message < 60; message++) {
            last = chats.add(1, true, version(0), 0, 0);
            editAHundredTimes(message == 0 ? first : last);
        }

        // Then
        List<ChatMessage> messages = chats.messages(1);
        assertThat(messages).hasSize(61);
        assertThat(messages.getFirst().versions()).hasSize(2);
        assertThat(messages.getFirst().text()).isEqualTo(version(100).text());
        assertThat(messages.getLast().versions()).hasSize(101);
    }

    @Test
    void oldCallsGoBeforeNewOnes() {
        // Given
        CallLog log = new CallLog();

        // When
        for (int i = 0; i < 30_000; i++) {
            log.add(new ApiCall("sendMessage", Json.object().put("text", "x".repeat(1500)), i, 200));
        }

        // Then
        assertThat(log.all()).hasSize(4_000);
        assertThat(log.all().getLast().atMs()).isEqualTo(29_999);
    }

    private void editAHundredTimes(ChatMessage message) {
        ChatMessage edited = message;
        for (int i = 1; i <= 100; i++) {
            edited = edited.edited(version(i));
            chats.edit(edited);
        }
    }

    private static ChatMessage.Version version(int number) {
        return new ChatMessage.Version(
                number + " word".repeat(400), Json.MAPPER.createArrayNode(), NullNode.getInstance(), number);
    }
}
