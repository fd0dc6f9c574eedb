package dev.kopeck.telegram.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.application.Outbox.Owed;
import dev.kopeck.telegram.domain.ChatAddress;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    private static final int BUSY = 1;
    private static final int QUIET = 2;

    private final WorkQueue queue = new WorkQueue(5, 3);
    private final AssertSubscriber<Owed> worker =
            queue.keys().subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

    @Test
    void oneOfEachChatAtATimeAndTheNextWhenItIsDone() {
        // Given
        add(BUSY, "a");
        add(BUSY, "b");
        add(QUIET, "x");
        assertThat(worker.getItems()).containsExactly(owed(BUSY, "a"), owed(QUIET, "x"));
        // When
        workOff(BUSY, "a");
        // Then
        assertThat(handedOut()).last().isEqualTo(owed(BUSY, "b"));
    }

    @Test
    void whatWaitsIsHandedOutOnceAndAgainWhenItIsWokenDuringTheWork() {
        // Given
        add(BUSY, "a");
        add(BUSY, "a");
        queue.taken(owed(BUSY, "a"));
        add(BUSY, "a");
        // When
        queue.done(owed(BUSY, "a"));
        workOff(BUSY, "a");
        // Then
        assertThat(handedOut()).containsExactly(owed(BUSY, "a"), owed(BUSY, "a"));
    }

    @Test
    void aChatThatHasWaitedOutItsWorkStartsAnew() {
        // Given
        add(BUSY, "a");
        workOff(BUSY, "a");
        // When
        add(BUSY, "b");
        // Then
        assertThat(handedOut()).containsExactly(owed(BUSY, "a"), owed(BUSY, "b"));
    }

    @Test
    void aChatWithManyLeavesRoomForOthersAndTheRestToTheSweep() {
        // Given
        List.of("a", "b", "c", "d", "e", "f").forEach(name -> add(BUSY, name));
        // When
        add(QUIET, "x");
        // Then
        assertThat(handedOut()).containsExactly(owed(BUSY, "a"), owed(QUIET, "x"));
        List.of("a", "b", "c").forEach(name -> workOff(BUSY, name));
        assertThat(handedOut()).containsExactly(owed(BUSY, "a"), owed(QUIET, "x"), owed(BUSY, "b"), owed(BUSY, "c"));
    }

    @Test
    void allChatsTogetherHaveABoundToo() {
        // Given
        for (int chat = 1; chat <= 5; chat++) {
            add(chat, "a");
        }
        // When
        add(6, "a");
        // Then
        assertThat(handedOut()).hasSize(5).doesNotContain(owed(6, "a"));
        // When
        workOff(1, "a");
        add(6, "a");
        // Then
        assertThat(handedOut()).hasSize(6).last().isEqualTo(owed(6, "a"));
    }

    private void add(long chat, String name) {
        queue.add(owed(chat, name));
    }

    private void workOff(long chat, String name) {
        queue.taken(owed(chat, name));
        queue.done(owed(chat, name));
    }

    private List<Owed> handedOut() {
        return worker.getItems();
    }

    private static Owed owed(long chat, String name) {
        return new Owed(PromptId.derived(MemoryOutbox.NOW, chat + name), new ChatAddress(chat, 0));
    }
}
