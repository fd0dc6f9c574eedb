package dev.kopeck.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Topic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    @Test
    void itSaysWhereTheRecordWasAndWhatIsWrongWithIt() {
        // When
        var headers = new DeadLetter("prompts.submitted.v1", 3, 42, "header ce_payer is missing").headers();
        // Then
        assertThat(headers)
                .containsOnly(
                        Map.entry("dead-letter-reason", "header ce_payer is missing"),
                        Map.entry("dead-letter-topic", "prompts.submitted.v1"),
                        Map.entry("dead-letter-partition", "3"),
                        Map.entry("dead-letter-offset", "42"));
    }

    @Test
    void aRecordThatNoTopicTookHasNoPlace() {
        // When
        var headers = DeadLetter.headers("prompts.submitted.v1", "too large");
        // Then
        assertThat(headers)
                .containsOnly(
                        Map.entry("dead-letter-reason", "too large"),
                        Map.entry("dead-letter-topic", "prompts.submitted.v1"));
    }

    @Test
    void aLetterStaysAmongTheDeadLettersAndItsOriginIsTheTopic() {
        // Given
        var letters = Topic.PROMPTS_SUBMITTED.deadLetterName();
        // When
        var headers = DeadLetter.headers(letters, "too large");
        // Then
        assertThat(DeadLetter.topicOf(letters)).isEqualTo(letters);
        assertThat(headers).containsEntry("dead-letter-topic", Topic.PROMPTS_SUBMITTED.topicName());
    }

    @Test
    void everyTopicHasItsDeadLettersBesideIt() {
        assertThat(Topic.values())
                .allSatisfy(topic ->
                        assertThat(DeadLetter.topicOf(topic.topicName())).isEqualTo(topic.deadLetterName()));
    }
}
