package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.PromptId;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prompts that are taken back: while they wait, while they are answered, after that. */
@QuarkusTest
class PromptCancellationsIT extends PromptApiIT {

    @Test
    void aWaitingPromptThatIsTakenBackIsNeverAnswered() {
        // Given
        var key = billing.issue();
        var id = submitted(key, "Never mind. sim:id=never-asked");
        submission(id);
        // When
        cancel(key, id).statusCode(202).body("cancelRequested", is(true));
        authorize(id);
        // Then
        var finished = awaitFinished(id, 1).getFirst();
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(finished.facts().attempts()).isZero();
        assertThat(simulator.requests("never-asked").started()).isZero();
        settle(id, Resolution.RELEASED, "0");
        eventually(() ->
                get(key, "/v1/prompts/" + id).body("status", is("cancelled")).body("cost", is("0.00")));
    }

    @Test
    void aRunningAnswerThatIsTakenBackStopsAndCostsWhatHadCome() {
        // Given
        var key = billing.issue();
        var id = submitted(key, "Go on for ever. sim:id=taken-back sim:tokens=400 sim:speed=20");
        authorize(id);
        eventually(() -> assertThat(simulator.requests("taken-back").active()).isEqualTo(1));
        awaitStatus(key, id, "running");
        // When
        eventually(() -> {
            cancel(key, id).statusCode(202);
            assertThat(finishedIds(id)).isNotEmpty();
        });
        // Then
        var finished = awaitFinished(id, 1).getFirst();
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(finished.facts().usage().outputTokens()).isLessThan(400);
        eventually(
                () -> assertThat(simulator.requests("taken-back").cancelled()).isEqualTo(1));
        settle(id, Resolution.SETTLED, "0.001");
        eventually(() ->
                get(key, "/v1/prompts/" + id).body("status", is("cancelled")).body("cost", is("0.001")));
        // And once more
        cancel(key, id).statusCode(200).body("status", is("cancelled")).body("cost", is("0.001"));
    }

    @Test
    void whatHasEndedStaysAsItIs() {
        var key = billing.issue();
        var id = answered(key, "Done.");
        cancel(key, id)
                .statusCode(200)
                .body("status", is("completed"))
                .body("cancelRequested", nullValue())
                .body("text", notNullValue());
    }

    private List<?> finishedIds(String id) {
        return kafka.records("completions.finished.v1", record -> isOf(record, PromptId.parse(id)));
    }
}
