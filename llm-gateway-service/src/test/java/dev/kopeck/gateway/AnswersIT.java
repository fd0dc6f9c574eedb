package dev.kopeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.contracts.wire.MalformedEventException;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prompts that a model answers, and how what it used is counted. */
@QuarkusTest
class AnswersIT extends GatewayIT {

    @Test
    void anAnswerIsToldWithWhatItUsed() {
        // Given
        var prompt = Prompt.of("What is a kopeck? sim:id=happy");

        // When
        var finished = answerTo(prompt);

        // Then
        var asked = simulator.requests("happy");
        assertThat(finished.facts().promptId()).isEqualTo(prompt.id());
        assertThat(finished.facts().payer()).isEqualTo(prompt.facts().payer());
        assertThat(finished.facts().accountId()).isEqualTo(prompt.facts().accountId());
        assertThat(finished.facts().channel()).isEqualTo(Channel.TELEGRAM);
        assertThat(finished.facts().priceVersion()).isEqualTo(7);
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().usage()).isEqualTo(Usage.of(asked.promptTokens(), asked.completionTokens()));
        assertThat(finished.facts().estimated()).isFalse();
        assertThat(finished.facts().attempts()).isEqualTo(1);
        assertThat(finished.content().text()).contains("What is a kopeck?");
        assertThat(finished.content().finishReason()).isEqualTo("stop");
        assertThat(finished.content().problem()).isNull();
        assertThat(asked.started()).isEqualTo(1);
    }

    @Test
    void anAnswerGrowsInPreviews() {
        // Given
        var prompt = Prompt.of("Take your time. sim:speed=20 sim:tokens=60");

        // When
        var finished = answerTo(prompt);

        // Then
        var chunks = chunksOf(prompt);
        assertThat(chunks).hasSizeBetween(3, 40);
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(chunks.get(i).sequence()).isEqualTo(i + 1);
            assertThat(finished.content().text()).startsWith(chunks.get(i).text());
        }
        assertThat(chunks.stream().map(chunk -> chunk.text().length()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(finished.facts().timings().processMs())
                .isGreaterThan(finished.facts().timings().firstTokenMs());
    }

    @Test
    void whoDoesNotWatchGetsNoPreviews() {
        // Given
        var prompt = Prompt.of("Quietly. sim:speed=40 sim:tokens=20").channel(Channel.API);

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(chunksOf(prompt)).isEmpty();
    }

    @Test
    void aRepeatedDeliveryIsAnsweredFromTheRecord() {
        // Given
        var prompt = Prompt.of("Only once, please. sim:id=once sim:cached=5");
        var first = answerTo(prompt);

        // When
        kafka.send(prompt.wire());

        // Then
        var both = awaitFinished(prompt, 2);
        assertThat(read(both.get(1))).isEqualTo(first);
        assertThat(both.get(1).headers().get("ce_id"))
                .isEqualTo(both.get(0).headers().get("ce_id"));
        assertThat(first.facts().usage().cachedInputTokens()).isEqualTo(5);
        assertThat(simulator.requests("once").started()).isEqualTo(1);
    }

    @Test
    void neverMoreIsAskedForThanWasGranted() {
        // Given
        var prompt =
                Prompt.of("Tell me everything. sim:id=granted sim:tokens=400").granted(12);

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().usage().outputTokens()).isEqualTo(12);
        assertThat(finished.content().finishReason()).isEqualTo("length");
        assertThat(simulator.requests("granted").completionTokens()).isEqualTo(12);
    }

    @Test
    void whatTheProviderDoesNotCountIsCountedHere() {
        // Given
        var prompt = Prompt.of("How much was that? sim:id=uncounted sim:no-usage");

        // When
        var finished = answerTo(prompt);

        // Then
        var asked = simulator.requests("uncounted");
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().estimated()).isTrue();
        assertThat(finished.facts().usage()).isEqualTo(Usage.of(asked.promptTokens(), asked.completionTokens()));
    }

    @Test
    void anExplicitZeroStaysZero() {
        // Given
        var prompt = Prompt.of("For free? sim:zero-usage");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().estimated()).isFalse();
        assertThat(finished.facts().usage()).isEqualTo(Usage.NONE);
        assertThat(finished.content().text()).isNotEmpty();
    }

    @Test
    void reasoningIsAPartOfTheOutput() {
        // Given
        var prompt = Prompt.of("Think first. sim:reasoning=17");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().usage().reasoningTokens()).isEqualTo(17);
        assertThat(finished.facts().usage().outputTokens()).isGreaterThan(17);
        assertThat(finished.facts().usage().clamped()).isFalse();
    }

    @Test
    void aFilteredAnswerEndsWithItsReason() {
        // Given
        var prompt = Prompt.of("Say something improper. sim:filtered=3");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.content().finishReason()).isEqualTo("content_filter");
    }

    @Test
    void aModelThatDoesNotStreamAnswersAsAWhole() {
        // Given
        var prompt = Prompt.of("All at once. sim:id=whole").model("whole-sim");

        // When
        var finished = answerTo(prompt);

        // Then
        var asked = simulator.requests("whole");
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().usage()).isEqualTo(Usage.of(asked.promptTokens(), asked.completionTokens()));
        assertThat(finished.content().text()).contains("All at once.");
        assertThat(finished.content().finishReason()).isEqualTo("stop");
    }

    @Test
    void aModelThatDoesNotStreamIsCountedHereWhereItDoesNotCount() {
        // Given
        var prompt =
                Prompt.of("All at once. sim:id=whole-uncounted sim:no-usage").model("whole-sim");

        // When
        var finished = answerTo(prompt);

        // Then
        var asked = simulator.requests("whole-uncounted");
        assertThat(finished.facts().estimated()).isTrue();
        assertThat(finished.facts().usage()).isEqualTo(Usage.of(asked.promptTokens(), asked.completionTokens()));
    }

    private List<CompletionChunk> chunksOf(Prompt prompt) {
        return kafka
                .records(
                        Topic.COMPLETIONS_CHUNKS.topicName(),
                        record -> record.text().contains(prompt.id().toString()))
                .stream()
                .map(record -> {
                    try {
                        return CODEC.read(record.value(), CompletionChunk.class);
                    } catch (MalformedEventException e) {
                        throw new AssertionError("the gateway showed something unreadable", e);
                    }
                })
                .toList();
    }
}
