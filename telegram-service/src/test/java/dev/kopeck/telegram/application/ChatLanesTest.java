package dev.kopeck.telegram.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatLanesTest {

    private final ChatLanes lanes = new ChatLanes();
    private final List<String> started = new ArrayList<>();
    private final List<UniEmitter<? super String>> running = new ArrayList<>();

    @Test
    void oneAtATimePerChatInOrderAndChatsSideBySide() {
        // Given
        enter(1, "a");
        enter(1, "b");
        enter(1, "c");
        enter(2, "x");
        assertThat(started).containsExactly("a", "x");
        // When
        running.getFirst().complete("done");
        // Then
        assertThat(started).containsExactly("a", "x", "b");
    }

    @Test
    void aFailureLetsTheNextOneIn() {
        // Given
        enter(1, "a");
        enter(1, "b");
        // When
        running.getFirst().fail(new IllegalStateException("broken"));
        // Then
        assertThat(started).containsExactly("a", "b");
    }

    @Test
    void whoGivesUpWaitingOrWorkingIsPassedOver() {
        // Given
        var first = enter(1, "a");
        var second = enter(1, "b");
        enter(1, "c");
        // When
        second.cancel();
        first.cancel();
        // Then
        assertThat(started).containsExactly("a", "c");
    }

    @Test
    void anEmptyLaneIsForgotten() {
        // Given
        enter(1, "a");
        // When
        running.getFirst().complete("done");
        // Then
        assertThat(lanes.size()).isZero();
    }

    private UniAssertSubscriber<String> enter(long chat, String name) {
        return lanes.inOrder(
                        chat,
                        () -> Uni.createFrom().<String>emitter(emitter -> {
                            started.add(name);
                            running.add(emitter);
                        }))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}
