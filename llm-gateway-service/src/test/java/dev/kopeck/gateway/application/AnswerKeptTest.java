package dev.kopeck.gateway.application;

import static dev.kopeck.gateway.application.Fakes.ScriptedModels.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.Fakes.ScriptedModels;
import dev.kopeck.gateway.domain.Completion;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import org.junit.jupiter.api.Test;

/** Prompts whose texts are looked up where they are answered. */
class AnswerKeptTest extends AnswerPromptFixture {

    @Test
    void theTextIsLookedUpAndTheModelAsked() {
        // Given
        question = new KeptQuestions.Question.Asked(prompt.content());
        var models = new ScriptedModels(says(HELLO, END));
        // When
        var told = answerKept(models);
        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(models.calls.getFirst().messages())
                .isEqualTo(prompt.content().messages());
    }

    @Test
    void whatWasTakenBackBeforeIsNotAsked() {
        // Given
        question = new KeptQuestions.Question.Withdrawn();
        var models = new ScriptedModels(says(HELLO, END));
        // When
        var told = answerKept(models);
        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(told.usage()).isEqualTo(Usage.NONE);
        assertThat(models.calls).isEmpty();
    }

    @Test
    void whatWasForgottenIsRefusedSoThatItsHoldIsReleased() {
        // Given
        question = new KeptQuestions.Question.Forgotten();
        // When
        var told = answerKept(new ScriptedModels());
        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void whatHasEndedIsAnsweredFromItsRecordWithoutItsText() {
        // Given
        question = new KeptQuestions.Question.Asked(prompt.content());
        var first = answerKept(new ScriptedModels(says(HELLO, END)));
        question = new KeptQuestions.Question.Forgotten();
        // When
        var second = answerKept(new ScriptedModels());
        // Then
        assertThat(second).isEqualTo(first);
    }

    private Completion answerKept(Models models) {
        return answerPrompt(models)
                .answerKept(prompt.facts())
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem()
                .getItem();
    }
}
