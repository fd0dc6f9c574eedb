package dev.kopeck.telegram.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.PromptContent.Message;
import dev.kopeck.contracts.event.PromptContent.Role;
import dev.kopeck.telegram.domain.Conversation.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {

    /** One token for each character, so that a test can count. */
    private static long length(List<Message> messages) {
        return messages.stream().mapToLong(message -> message.text().length()).sum();
    }

    @Test
    void everythingThatFitsIsSentInOrder() {
        // Given
        var past = List.of(new Turn("q1", "a1"), new Turn("q2", null));
        // When
        var content = Conversation.compose(new Frame("sys", 100), past, "q3", ConversationTest::length);
        // Then
        assertThat(content.messages())
                .containsExactly(
                        new Message(Role.SYSTEM, "sys"),
                        new Message(Role.USER, "q1"),
                        new Message(Role.ASSISTANT, "a1"),
                        new Message(Role.USER, "q2"),
                        new Message(Role.USER, "q3"));
    }

    @Test
    void theOldestTurnsGoFirstAndWhole() {
        // Given: 3 + 2 are fixed, each turn has 4, so 9 has room for one
        var past = List.of(new Turn("q1", "a1"), new Turn("q2", "a2"));
        // When
        var content = Conversation.compose(new Frame("sys", 12), past, "q3", ConversationTest::length);
        // Then
        assertThat(content.messages()).extracting(Message::text).containsExactly("sys", "q2", "a2", "q3");
    }

    @Test
    void thereIsNoGapEvenIfAnOlderTurnWouldFit() {
        // Given
        var past = List.of(new Turn("q", "a"), new Turn("a very long question", "a very long answer"));
        // When
        var content = Conversation.compose(new Frame("sys", 12), past, "q3", ConversationTest::length);
        // Then
        assertThat(content.messages()).extracting(Message::text).containsExactly("sys", "q3");
    }

    @Test
    void instructionsAndQuestionAreKeptWhateverTheyCost() {
        // When
        var content = Conversation.compose(new Frame("sys", 1), List.of(), "long", ConversationTest::length);
        // Then
        assertThat(content.messages()).extracting(Message::text).containsExactly("sys", "long");
    }

    @Test
    void noInstructionsMeanNoMessage() {
        // When
        var content = Conversation.compose(new Frame(" ", 9), List.of(), "q", ConversationTest::length);
        // Then
        assertThat(content.messages()).containsExactly(new Message(Role.USER, "q"));
    }
}
