package dev.kopeck.gateway.application;

import static dev.kopeck.gateway.application.Fakes.ScriptedModels.falterAfter;
import static dev.kopeck.gateway.application.Fakes.ScriptedModels.says;
import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.Prompt;
import dev.kopeck.gateway.application.Fakes.ScriptedModels;
import dev.kopeck.gateway.domain.Problems;
import dev.kopeck.gateway.domain.RoomFull;
import dev.kopeck.gateway.domain.Ticket;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One place at the model, and somebody sits there. */
class AnswerInTurnTest extends AnswerPromptFixture {

    @SuppressWarnings("NullAway.Init") // before each test
    private Place taken;

    private final ScriptedModels models = new ScriptedModels(says(HELLO, END), says(HELLO, END));

    @BeforeEach
    void somebodySitsThere() {
        var other = Prompt.of("Me first", clock.instant());
        var ticket = new Ticket(other.id(), other.facts().accountId(), 5, Prompt.MODEL);
        taken = Objects.requireNonNull(room.enter(ticket)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem()
                .getItem());
    }

    @Test
    void aPromptWaitsForItsTurnAndTheTimeIsItsQueueTime() {
        // Given
        var asked = ask(models);
        assertThat(room.waiting()).isEqualTo(1);
        assertThat(models.calls).isEmpty();

        // When
        clock.advance(Duration.ofSeconds(4));
        taken.leave();

        // Then
        var told = Objects.requireNonNull(asked.awaitItem().getItem());
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(told.timings().queueMs()).isEqualTo(4_000);
        assertThat(room.running()).isZero();
    }

    @Test
    void whatIsTooMuchForOneAccountIsRefusedAtOnceAndStored() {
        // Given an account that waits already
        ask(models);

        // When
        var second = Prompt.of("Me too", clock.instant())
                .account(prompt.facts().accountId().value());
        var told = Objects.requireNonNull(ask(second, models).awaitItem().getItem());

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(told.usage()).isEqualTo(Usage.NONE);
        assertThat(told.attempts()).isZero();
        assertThat(told.content().problem()).isEqualTo(Problems.roomFull(RoomFull.ACCOUNT_QUEUE_FULL));
        assertThat(records.ending(second.id())).isEqualTo(told);
    }

    @Test
    void whatIsTooMuchForTheRoomIsRefusedAtOnce() {
        // Given
        ask(models);
        ask(Prompt.of("Another", clock.instant()), models);

        // When
        var told = Objects.requireNonNull(ask(Prompt.of("One too many", clock.instant()), models)
                .awaitItem()
                .getItem());

        // Then
        assertThat(told.content().problem()).isEqualTo(Problems.roomFull(RoomFull.QUEUE_FULL));
    }

    @Test
    void whatWaitedAtTheBrokerIsNotRefusedForLackOfRoom() {
        // Given a full room, and prompts from before
        ask(models);
        ask(Prompt.of("Another", clock.instant()), models);
        var before = clock.instant().minus(BACKLOG_AFTER).minusSeconds(1);
        var old = List.of(Prompt.of("Old", before), Prompt.of("As old", before));

        // When
        var asked = old.stream().map(prompt -> ask(prompt, models)).toList();

        // Then
        assertThat(asked).allSatisfy(UniAssertSubscriber::assertNotTerminated);
        assertThat(room.waiting()).isEqualTo(4);
    }

    @Test
    void whatADeadGatewayHadTakenInIsNotRefusedForLackOfRoom() {
        // Given
        ask(models);
        ask(Prompt.of("Another", clock.instant()), models);
        var inherited = Prompt.of("Whose was I?", clock.instant());
        records.claimFor(inherited.id(), SOMEBODY, Duration.ZERO);

        // When
        var asked = ask(inherited, models);

        // Then
        asked.assertNotTerminated();
        assertThat(room.waiting()).isEqualTo(3);
    }

    @Test
    void aCancelOfAWaitingPromptReleasesItWithoutACall() {
        // Given
        var asked = ask(models);

        // When
        boolean found = running.cancel(prompt.id());

        // Then
        assertThat(found).isTrue();
        var told = Objects.requireNonNull(asked.awaitItem().getItem());
        assertThat(told.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(told.usage()).isEqualTo(Usage.NONE);
        assertThat(told.attempts()).isZero();
        assertThat(room.waiting()).isZero();
        taken.leave();
        assertThat(models.calls).isEmpty();
    }

    @Test
    void aPromptWhoseHoldEndsWhileItWaitsIsNotDispatched() {
        // Given
        var asked = ask(models);
        clock.advance(Duration.ofMinutes(10));

        // When
        taken.leave();

        // Then
        var told = Objects.requireNonNull(asked.awaitItem().getItem());
        assertThat(told.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(told.content().problem()).isEqualTo(Problems.holdExpired());
        assertThat(models.calls).isEmpty();
        assertThat(room.running()).isZero();
    }

    @Test
    void aPromptLeavesTheRoomWhenItsHoldEnds() {
        // Given a hold that covers a call for some milliseconds more
        var brief = prompt.expiresAt(clock.instant().plusSeconds(10).plusMillis(20));

        // When
        var asked = ask(brief, models);

        // Then
        var told = Objects.requireNonNull(asked.awaitItem().getItem());
        assertThat(told.content().problem()).isEqualTo(Problems.holdExpired());
        assertThat(room.waiting()).isZero();
    }

    @Test
    void aGatewayThatStopsLeavesWhatWaitsToOthers() {
        // Given
        var asked = ask(models);

        // When
        running.stop();

        // Then
        eventually(() -> assertThat(room.waiting()).isZero());
        asked.assertNotTerminated();
        assertThat(records.ending(prompt.id())).isNull();
    }

    @Test
    void aPlaceIsLeftWhenTheModelFails() {
        // Given
        taken.leave();
        var silent = new ScriptedModels(falterAfter(HELLO));
        var asked = ask(silent);
        eventually(() -> assertThat(silent.calls).hasSize(1));
        assertThat(room.running()).isEqualTo(1);

        // When
        clock.advance(Duration.ofSeconds(31));
        silence.sweep();

        // Then
        asked.awaitItem();
        assertThat(room.running()).isZero();
    }
}
