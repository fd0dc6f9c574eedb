package dev.kopeck.telegram.application;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.telegram.application.Fakes.MemoryEvents;
import dev.kopeck.telegram.application.Fakes.MemoryInbox;
import dev.kopeck.telegram.application.Fakes.MemoryTelemetry;
import dev.kopeck.telegram.domain.BackOff;
import dev.kopeck.telegram.domain.Conversation;
import dev.kopeck.telegram.domain.NoticeKind;
import dev.kopeck.telegram.domain.Update;
import dev.kopeck.tokens.TokenCounter;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandleUpdatesTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);
    private static final TokenCounter TOKENS = new TokenCounter();

    private final MemoryInbox inbox = new MemoryInbox();
    private final MemoryEvents events = new MemoryEvents();
    private final MemoryTelemetry telemetry = new MemoryTelemetry();
    private final HandleUpdates handler = new HandleUpdates(
            inbox,
            events,
            new ComposePrompt(TOKENS, new ComposePrompt.Settings("gpt-4o-mini", 100, new Conversation.Frame("", 1000))),
            new WorkQueue(10, 10),
            telemetry,
            new HandleUpdates.Limits(4, 10, new BackOff(Duration.ofMillis(1), Duration.ofMillis(5))));

    @Test
    void aPromptIsHandledWhenKafkaHasIt() {
        // Given
        events.holdsBack = true;
        var handled = handling(Fakes.text(1, 42, "Hello"));
        eventually(() -> assertThat(events.unacknowledged).hasSize(1));
        handled.assertNotTerminated();
        // When
        events.unacknowledged.getFirst().complete(null);
        // Then
        handled.awaitItem(LONG_ENOUGH);
        assertThat(inbox.prompts).hasSize(1);
    }

    @Test
    void whatComesAgainIsSentAgainAsItWas() {
        // Given
        handling(Fakes.text(1, 42, "Hello")).awaitItem(LONG_ENOUGH);
        // When
        handling(Fakes.text(1, 42, "Hello")).awaitItem(LONG_ENOUGH);
        // Then
        assertThat(events.sent).hasSize(2);
        assertThat(events.sent.getLast()).isSameAs(events.sent.getFirst());
    }

    @Test
    void databaseAndKafkaAreTriedUntilTheyTakeIt() {
        // Given
        inbox.failures.add(new IllegalStateException("the pool is closed"));
        inbox.failures.add(new IllegalStateException("the pool is closed"));
        events.failures.add(new IllegalStateException("no broker"));
        // When
        handling(Fakes.text(1, 42, "Hello")).awaitItem(LONG_ENOUGH);
        // Then
        assertThat(events.sent).hasSize(2);
        assertThat(inbox.prompts).hasSize(1);
        assertThat(inbox.setAside).isEmpty();
    }

    @Test
    void whatCanNeverBeStoredIsSetAsideAndTheNextIsHandled() {
        // Given
        inbox.failures.add(new UnstorableException("SQLSTATE 22021"));
        // When
        handling(Fakes.text(1, 42, "Odd"), Fakes.text(2, 42, "Even")).awaitItem(LONG_ENOUGH);
        // Then
        assertThat(inbox.setAside).containsExactly("1: UnstorableException");
        assertThat(events.sent).hasSize(1);
    }

    @Test
    void aChatKeepsItsOrderAndDoesNotHoldUpOthers() {
        // Given
        events.holdsBack = true;
        // When
        var handled = handling(Fakes.text(1, 42, "first"), Fakes.text(2, 42, "second"), Fakes.text(3, 43, "other"));
        // Then
        eventually(() -> assertThat(events.unacknowledged).hasSize(2));
        assertThat(events.sent)
                .extracting(prompt -> prompt.content().messages().getLast().text())
                .containsExactlyInAnyOrder("first", "other");
        events.holdsBack = false;
        events.unacknowledged.forEach(emitter -> emitter.complete(null));
        handled.awaitItem(LONG_ENOUGH);
        assertThat(events.sent).hasSize(3);
    }

    @Test
    void everyKindIsHandledAndCounted() {
        // When
        handling(
                        Fakes.text(1, 42, "/help"),
                        new Update.Irrelevant(2),
                        new Update.Unreadable(3, "message.date is not a whole number"),
                        Fakes.text(4, 42, "Hello"))
                .awaitItem(LONG_ENOUGH);
        // Then
        assertThat(inbox.notices).containsExactly(NoticeKind.HELP);
        assertThat(inbox.setAside).containsExactly("3: message.date is not a whole number");
        assertThat(telemetry.counted)
                .containsExactlyInAnyOrder(
                        "handled=notice", "handled=irrelevant", "handled=set_aside", "handled=prompt");
    }

    private UniAssertSubscriber<Void> handling(Update... updates) {
        return handler.all(Fakes.BOT, List.of(updates)).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
