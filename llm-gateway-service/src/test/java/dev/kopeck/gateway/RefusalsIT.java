package dev.kopeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.harness.testkit.KafkaProbe.SeenRecord;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

/** Prompts for which no model is called, and records that are none. */
@QuarkusTest
class RefusalsIT extends GatewayIT {

    @Test
    void anUnknownModelIsRefusedByName() {
        // Given
        var prompt = Prompt.of("Who are you? sim:id=unknown-model").model("gpt-99");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(finished.problemCode()).isEqualTo("unknown_model");
        assertThat(finished.problemMessage()).contains("gpt-99");
        assertThat(finished.facts().attempts()).isZero();
        assertThat(simulator.requests("unknown-model").started()).isZero();
    }

    @Test
    void aConversationLongerThanTheContextIsRefusedWithNumbers() {
        // Given
        var prompt = Prompt.of("sim:id=too-long " + "word ".repeat(9_000));

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(finished.problemCode()).isEqualTo("context_length_exceeded");
        assertThat(finished.problemMessage())
                .containsPattern("has 90\\d\\d tokens")
                .contains("at most 8191");
        assertThat(simulator.requests("too-long").started()).isZero();
    }

    @Test
    void aPromptWhoseHoldIsOverIsNotDispatched() {
        // Given
        var prompt = Prompt.of("Too late? sim:id=late").expiresAt(Instant.now().plusSeconds(2));

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(finished.problemCode()).isEqualTo("hold_expired");
        assertThat(simulator.requests("late").started()).isZero();
    }

    @Test
    void aRefusedPromptStaysRefused() {
        // Given
        var prompt = Prompt.of("Too late? sim:id=stays").expiresAt(Instant.now());
        var first = answerTo(prompt);

        // When
        kafka.send(prompt.expiresAt(Instant.now().plusSeconds(600)).wire());

        // Then
        assertThat(read(awaitFinished(prompt, 2).get(1))).isEqualTo(first);
        assertThat(simulator.requests("stays").started()).isZero();
    }

    @Test
    void aRecordWithoutFactsIsPutAsideAndTheRestGoesOn() {
        // Given
        var broken = Prompt.of("Without a payer.");
        var wire = broken.wire();
        var headers = new HashMap<>(wire.headers());
        headers.remove("ce_payer");
        var prompt = Prompt.of("Right behind it.");

        // When
        kafka.send(new WireRecord(wire.topic(), "same-key", headers, wire.value()));
        kafka.send(new WireRecord(
                wire.topic(), "same-key", prompt.wire().headers(), prompt.wire().value()));

        // Then
        var dead = deadLetterOf(broken);
        assertThat(dead.headers())
                .containsAllEntriesOf(headers)
                .containsEntry("dead-letter-reason", "header ce_payer is missing")
                .containsEntry("dead-letter-topic", Topic.PROMPTS_AUTHORIZED.topicName())
                .containsKeys("dead-letter-partition", "dead-letter-offset")
                .doesNotContainKey("__smallrye_generationId");
        assertThat(dead.key()).isEqualTo("same-key");
        assertThat(dead.value()).isEqualTo(wire.value());
        assertThat(finishedOf(prompt).facts().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aPromptThatCannotBeReadIsRefusedSoThatItsHoldEnds() {
        // Given
        var prompt = Prompt.of("never read");
        var wire = prompt.wire();
        var value = "{\"messages\": 42".getBytes(StandardCharsets.UTF_8);

        // When
        kafka.send(new WireRecord(wire.topic(), wire.key(), wire.headers(), value));

        // Then
        var finished = finishedOf(prompt);
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(finished.problemCode()).isEqualTo("unreadable_prompt");
        assertThat(deadLetterOf(prompt).value()).isEqualTo(value);
    }

    private SeenRecord deadLetterOf(Prompt prompt) {
        return kafka.await(Topic.PROMPTS_AUTHORIZED.deadLetterName(), record -> isOf(record, prompt.id()));
    }
}
