package dev.kopeck.gateway.application;

import static dev.kopeck.gateway.application.Fakes.ScriptedModels.falterAfter;
import static dev.kopeck.gateway.application.Fakes.ScriptedModels.says;
import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.Fakes.ScriptedModels;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.Problems;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import org.junit.jupiter.api.Test;

class AnswerPromptTest extends AnswerPromptFixture {

    @Test
    void anAnswerIsStoredBeforeItIsTold() {
        // Given
        var models = new ScriptedModels(says(HELLO, END));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(told.usage()).isEqualTo(Usage.of(8, 1));
        assertThat(told.attempts()).isEqualTo(1);
        assertThat(records.ending(prompt.id())).isEqualTo(told);
        assertThat(measurements.finished).hasSize(1);
        assertThat(running.count()).isZero();
    }

    @Test
    void aPromptThatHasEndedIsAnsweredFromItsRecord() {
        // Given
        var first = ask(new ScriptedModels(says(HELLO, END))).awaitItem().getItem();
        var models = new ScriptedModels(says(new ModelEvent.Text("Something else"), END));

        // When
        var second = ask(models).awaitItem().getItem();

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(models.calls).isEmpty();
        assertThat(measurements.finished).hasSize(1);
    }

    @Test
    void aLivingOwnerIsWaitedForWithoutACall() {
        // Given
        records.claimFor(prompt.id(), SOMEBODY, LEASE);
        var theirs = Completion.refused(Problems.unknownModel("theirs"), 0);
        var models = new ScriptedModels(says(HELLO, END));
        var waiting = ask(models);
        eventually(() -> assertThat(records.questions.get()).isGreaterThan(2));

        // When
        records.finishFor(prompt.id(), theirs);

        // Then
        assertThat(waiting.awaitItem().getItem()).isEqualTo(theirs);
        assertThat(models.calls).isEmpty();
    }

    @Test
    void aDeadOwnerIsSucceededAndItsAttemptCounted() {
        // Given
        records.claimFor(prompt.id(), SOMEBODY, LEASE);
        var waiting = ask(new ScriptedModels(says(HELLO, END)));
        eventually(() -> assertThat(records.questions.get()).isGreaterThan(2));

        // When
        clock.advance(LEASE);

        // Then
        assertThat(waiting.awaitItem().getItem().attempts()).isEqualTo(2);
    }

    @Test
    void whoLosesTheClaimMeanwhileTellsTheNewOwnersEnding() {
        // Given a prompt that is taken over while it is answered here
        var theirs = Completion.refused(Problems.unknownModel("theirs"), 1);
        var models = new ScriptedModels(says(HELLO, END).onItem().invoke(event -> {
            records.claimFor(prompt.id(), SOMEBODY, LEASE);
            records.finishFor(prompt.id(), theirs);
        }));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told).isEqualTo(theirs);
        assertThat(measurements.finished).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        // Given
        records.outages.set(3);

        // When
        var told = ask(new ScriptedModels(says(HELLO, END))).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aDatabaseThatGoesAwayMeanwhileCostsNoSecondCall() {
        // Given
        var models = new ScriptedModels(says(HELLO, END).onItem().invoke(event -> records.outages.set(3)));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(models.calls).hasSize(1);
    }

    @Test
    void aGatewayThatStopsLeavesPromptsToOthers() {
        // Given
        var models = new ScriptedModels(falterAfter(HELLO));
        var asked = ask(models);
        eventually(() -> assertThat(models.calls).hasSize(1));

        // When
        running.stop();

        // Then
        eventually(() -> assertThat(models.cancelled).isTrue());
        asked.assertNotTerminated();
        assertThat(records.ending(prompt.id())).isNull();
    }

    @Test
    void aGatewayThatStopsTakesNoFurtherPrompts() {
        // Given
        running.stop();
        var models = new ScriptedModels(says(HELLO, END));

        // When
        var asked = ask(models);

        // Then
        asked.assertNotTerminated();
        assertThat(models.calls).isEmpty();
        assertThat(records.questions).hasValue(0);
    }

    @Test
    void anUnreadablePromptIsRefusedOnce() {
        // When
        var told = answerPrompt(new ScriptedModels())
                .refuseUnreadable(prompt.facts())
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem()
                .getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(records.ending(prompt.id())).isEqualTo(told);
    }
}
