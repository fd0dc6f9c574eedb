package dev.kopeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.harness.simulators.model.ModelSimulator;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AnswersIT extends GatewayIT {

    @Test
    void aPromptIsAnsweredAndCounted() {
        // Given
        var prompt = Prompt.of("What is a kopeck? sim:id=happy");

        // When
        var finished = answerTo(prompt);

        // Then
        var asked = simulator.requests(ModelSimulator.promptKey("sim:id=happy"));
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().usage().inputTokens()).isEqualTo(asked.promptTokens());
        assertThat(finished.facts().usage().outputTokens()).isEqualTo(asked.completionTokens());
        assertThat(asked.started()).isEqualTo(1);
    }
}
