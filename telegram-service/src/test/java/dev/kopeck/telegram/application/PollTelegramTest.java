package dev.kopeck.telegram.application;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.telegram.application.Fakes.MemoryEvents;
import dev.kopeck.telegram.application.Fakes.MemoryInbox;
import dev.kopeck.telegram.application.Fakes.MemoryLock;
import dev.kopeck.telegram.application.Fakes.MemoryTelemetry;
import dev.kopeck.telegram.application.Fakes.ScriptedBot;
import dev.kopeck.telegram.domain.BackOff;
import dev.kopeck.telegram.domain.Conversation;
import dev.kopeck.telegram.domain.Update;
import dev.kopeck.tokens.TokenCounter;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollTelegramTest {

    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(1), Duration.ofMillis(5));
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final FakeClock clock = FakeClock.at("2026-11-23T10:00:00Z");
    private final ScriptedBot bot = new ScriptedBot();
    private final MemoryLock lock = new MemoryLock();
    private final MemoryEvents events = new MemoryEvents();
    private final MemoryTelemetry telemetry = new MemoryTelemetry();
    private final PollStatus status = new PollStatus(clock);
    private final HandleUpdates handler = new HandleUpdates(
            new MemoryInbox(),
            events,
            new ComposePrompt(
                    new TokenCounter(),
                    new ComposePrompt.Settings("gpt-4o-mini", 100, new Conversation.Frame("", 1000))),
            new WorkQueue(10, 10),
            telemetry,
            new HandleUpdates.Limits(4, 10, BACK_OFF));
    private final PollTelegram poller = new PollTelegram(
            bot,
            lock,
            handler,
            new PollTelegram.Watch(status, telemetry),
            new PollTelegram.Timing(LONGEST, Duration.ofMillis(1), BACK_OFF, clock, new SplittableRandom(1)));
    private final AssertSubscriber<String> loop = AssertSubscriber.create(Long.MAX_VALUE);

    @AfterEach
    void stop() {
        loop.cancel();
    }

    @Test
    void anUpdateIsConfirmedByTheNextPollAndNotBeforeKafkaHasIt() {
        // Given
        events.holdsBack = true;
        bot.polls.add(new Reply.Ok<>(List.of(Fakes.text(7, 42, "Hello"))));
        poller.run(Fakes.BOT).subscribe().withSubscriber(loop);
        eventually(() -> assertThat(events.unacknowledged).hasSize(1));
        assertThat(bot.offsets).containsExactly(Optional.empty());
        // When
        events.unacknowledged.getFirst().complete(null);
        // Then
        eventually(() -> assertThat(bot.offsets).containsExactly(Optional.empty(), Optional.of(8L)));
        assertThat(bot.waits).containsExactly(Duration.ZERO, LONGEST);
        assertThat(status.isPolling()).isTrue();
        assertThat(status.age()).isEqualTo(Duration.ZERO);
    }

    @Test
    void everyFailureIsFollowedByAPollThatConfirmsNothingAndReturnsAtOnce() {
        // Given
        bot.polls.add(new Reply.Ok<>(List.<Update>of(new Update.Irrelevant(7))));
        bot.polls.add(new Reply.Conflict<>());
        bot.polls.add(new Reply.Unavailable<>());
        bot.polls.add(new Reply.Rejected<>(401));
        bot.polls.add(new Reply.TooMany<>(Duration.ofMillis(1)));
        bot.polls.add(new Reply.Ok<>(List.<Update>of(new Update.Irrelevant(3))));
        // When
        poller.run(Fakes.BOT).subscribe().withSubscriber(loop);
        // Then: lower ids than before, as after a week of silence, are heard as well
        eventually(() -> assertThat(bot.offsets)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(8L),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(4L)));
        assertThat(telemetry.counted)
                .containsSubsequence(
                        "polled=ok",
                        "polled=conflict",
                        "polled=unavailable",
                        "polled=rejected",
                        "polled=too_many",
                        "polled=ok");
    }

    @Test
    void withoutTheLockNobodyPolls() {
        // Given
        lock.heldElsewhere = 3;
        // When
        poller.run(Fakes.BOT).subscribe().withSubscriber(loop);
        // Then
        eventually(() -> assertThat(bot.offsets).hasSize(1));
        assertThat(telemetry.counted).containsExactly("polled=standby", "polled=standby", "polled=standby");
        assertThat(status.age()).isNotNull();
    }
}
