package dev.kopeck.gateway.application;

import static dev.kopeck.gateway.application.Fakes.ScriptedModels.fails;
import static dev.kopeck.gateway.application.Fakes.ScriptedModels.falterAfter;
import static dev.kopeck.gateway.application.Fakes.ScriptedModels.says;
import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.gateway.application.Fakes.ScriptedModels;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.Problems;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Attempts, silence, cancellation: what happens between a call and its ending. */
class CallModelTest extends AnswerPromptFixture {

    @Test
    void nothingIsTriedAgainOnceSomethingWasDelivered() {
        // Given
        var models = new ScriptedModels(fails(DOWN, HELLO), says(HELLO, END));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(told.content().text()).isEqualTo("Hello");
        assertThat(models.calls).hasSize(1);
    }

    @Test
    void whatFailsBeforeTheFirstWordIsTriedAgainUpToABound() {
        // Given
        var models = new ScriptedModels(fails(DOWN), fails(DOWN), fails(DOWN), says(HELLO, END));

        // When
        var asked = ask(models);
        eventually(() -> {
            clock.advance(Duration.ofMillis(5));
            asked.assertCompleted();
        });

        // Then
        var told = asked.getItem();
        assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(told.attempts()).isEqualTo(3);
        assertThat(seen.failures).containsExactly(Kind.SERVER_ERROR, Kind.SERVER_ERROR, Kind.SERVER_ERROR);
    }

    @Test
    void aStreamThatCompletesWithoutItsEndWasCut() {
        // Given
        var models = new ScriptedModels(says(HELLO));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(told.content().problem()).isEqualTo(Problems.of(Kind.STREAM_CUT));
    }

    @Test
    void anAdapterThatThrowsIsAFailureLikeAnyOther() {
        // Given
        var models = new ScriptedModels(Multi.createFrom().failure(new IllegalStateException("a bug")));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aCancellationReachesTheModel() {
        // Given
        var models = new ScriptedModels(falterAfter(HELLO));
        var asked = ask(models);
        eventually(() -> assertThat(models.calls).hasSize(1));

        // When
        boolean found = running.cancel(prompt.id());

        // Then
        assertThat(found).isTrue();
        assertThat(asked.awaitItem().getItem().outcome()).isEqualTo(Outcome.CANCELLED);
        eventually(() -> assertThat(models.cancelled).isTrue());
    }

    @Test
    void silenceEndsACall() {
        // Given
        var models = new ScriptedModels(falterAfter(HELLO));
        var asked = ask(models);
        eventually(() -> assertThat(models.calls).hasSize(1));

        // When
        clock.advance(Duration.ofSeconds(31));
        silence.sweep();

        // Then
        assertThat(asked.awaitItem().getItem().content().problem()).isEqualTo(Problems.of(Kind.TIMEOUT));
        eventually(() -> assertThat(models.cancelled).isTrue());
    }
}
