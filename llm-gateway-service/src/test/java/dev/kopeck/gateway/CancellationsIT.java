package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.WireRecord;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CancellationsIT extends GatewayIT {

    @Test
    void aStoppedAnswerStopsTheProviderAndCountsWhatWasDelivered() {
        // Given
        var prompt = Prompt.of("Go on for ever. sim:id=stopped sim:tokens=400 sim:speed=20");
        kafka.send(prompt.wire());
        kafka.await(
                Topic.COMPLETIONS_CHUNKS,
                record -> record.text().contains(prompt.id().toString()));

        // When
        cancelUntilFinished(prompt);

        // Then
        var finished = finishedOf(prompt);
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(finished.problemCode()).isEqualTo("cancelled");
        assertThat(finished.content().text()).startsWith("word").hasSizeLessThan(400 * "word ".length());
        assertThat(finished.facts().estimated()).isTrue();
        assertThat(finished.facts().usage().outputTokens()).isBetween(1L, 399L);
        eventually(() -> assertThat(simulator.requests("stopped").cancelled()).isEqualTo(1));
        var asked = simulator.requests("stopped");
        assertThat(finished.facts().usage().inputTokens()).isEqualTo(asked.promptTokens());
        assertThat(finished.facts().usage().outputTokens()).isLessThanOrEqualTo(asked.completionTokens());
    }

    @Test
    void whoIsStoppedBeforeTheFirstWordPaysNothing() {
        // Given
        var prompt = Prompt.of("Think for long. sim:id=unsaid sim:delay=5500");
        kafka.send(prompt.wire());
        eventually(() -> assertThat(simulator.requests("unsaid").active()).isEqualTo(1));

        // When
        cancelUntilFinished(prompt);

        // Then
        var finished = finishedOf(prompt);
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(finished.facts().usage().inputTokens()).isZero();
        assertThat(finished.facts().usage().outputTokens()).isZero();
        eventually(() -> assertThat(simulator.requests("unsaid").cancelled()).isEqualTo(1));
    }

    @Test
    void aCancellationThatCannotBeReadIsPutAside() {
        // Given
        var value = "{\"promptId\":\"no id\"}".getBytes(StandardCharsets.UTF_8);

        // When
        eventually(() -> {
            kafka.send(new WireRecord(Topic.PROMPTS_CANCELLED, "telegram:1", Map.of(), value));

            // Then
            assertThat(kafka.records(Topic.PROMPTS_CANCELLED.deadLetterName(), record -> true))
                    .isNotEmpty();
        });
    }
}
