package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.simulators.model.ModelFault;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider can do wrong. The user is told in our words and pays nothing. */
@QuarkusTest
class FailuresIT extends GatewayIT {

    @ParameterizedTest
    @ValueSource(strings = {Prompt.MODEL, "whole-sim"})
    void aFailedCallIsTriedAgain(String model) {
        // Given
        var key = "again-" + model;
        var prompt = Prompt.of("Once more. sim:id=" + key).model(model);
        simulator.failNext(ModelFault.SERVER_ERROR, 500, 2, key);

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().attempts()).isEqualTo(3);
        assertThat(simulator.requests(key).started()).isEqualTo(3);
        assertThat(simulator.requests(key).finished()).isEqualTo(1);
    }

    @Test
    void aProviderThatAsksForPatienceGetsIt() {
        // Given
        var prompt = Prompt.of("When you have time. sim:id=patience");
        simulator.failNext(ModelFault.TOO_MANY_REQUESTS, 1, 1, "patience");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().attempts()).isEqualTo(2);
        assertThat(Duration.ofMillis(finished.facts().timings().processMs()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aProviderThatAsksForTooMuchPatienceIsGivenUp() {
        // Given
        var prompt = Prompt.of("When you have a lot of time. sim:id=too-patient sim:429=600");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(simulator.requests("too-patient").started()).isEqualTo(1);
    }

    @Test
    void aBrokenConnectionBeforeTheFirstWordIsTriedAgain() {
        // Given
        var prompt = Prompt.of("Hello? sim:id=dropped");
        simulator.failNext(ModelFault.DROP, 0, 1, "dropped");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "500, provider_error, 3",
        "400, provider_error, 1",
        "401, provider_error, 1",
        "cut=4, stream_cut, 1",
        "cut=0, stream_cut, 3",
        "garbage=3, provider_error, 1",
        "stall=2, provider_timeout, 1",
        "stall=0, provider_timeout, 1",
        "empty, empty_answer, 1"
    })
    void aFailureIsToldAndCostsNothing(String fault, String problem, int attempts) {
        // Given
        var key = "fails-" + fault.replace('=', '-');
        var prompt = Prompt.of("This goes wrong. sim:id=%s sim:%s".formatted(key, fault));

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.facts().outcome().isCharged()).isFalse();
        assertThat(finished.problemCode()).isEqualTo(problem);
        assertThat(finished.problemMessage()).doesNotContainIgnoringCase("simulator");
        assertThat(finished.facts().attempts()).isEqualTo(attempts);
        assertThat(simulator.requests(key).started()).isEqualTo(attempts);
    }

    @Test
    void aCutStreamKeepsWhatWasSaid() {
        // Given
        var prompt = Prompt.of("Say half of it. sim:cut=5");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.content().text()).isNotEmpty();
        assertThat(finished.facts().usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void aStalledStreamIsLeft() {
        // Given
        var prompt = Prompt.of("Fall silent. sim:id=silent sim:stall=3");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.problemCode()).isEqualTo("provider_timeout");
        eventually(() -> assertThat(simulator.requests("silent").cancelled()).isEqualTo(1));
    }

    @Test
    void aWholeAnswerThatBreaksOffIsNoAnswer() {
        // Given
        var prompt = Prompt.of("All at once, or not. sim:cut=3").model("whole-sim");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problemCode()).isEqualTo("provider_error");
    }
}
