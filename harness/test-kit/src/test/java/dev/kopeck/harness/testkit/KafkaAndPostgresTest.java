package dev.kopeck.harness.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.WireRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KafkaAndPostgresTest {

    private final KafkaAndPostgres both = new KafkaAndPostgres();

    @Test
    void aSecondStartGivesTheSameServers() {
        // When
        Map<String, String> first = both.start();
        Map<String, String> second = new KafkaAndPostgres().start();
        // Then
        assertThat(second).isEqualTo(first).containsKeys("kafka.bootstrap.servers", "KOPECK_POSTGRES_URL");
    }

    @Test
    void theProbeSeesWhatWasSentWithHeadersAndValue() {
        // Given
        WireRecord sent =
                new WireRecord(Topic.PROMPTS_SUBMITTED, "telegram:42", Map.of("ce_id", "e-1"), bytes("{\"a\":\"ö\"}"));
        try (KafkaProbe probe = new KafkaProbe(bootstrap())) {
            // When
            probe.send(sent);
            // Then
            KafkaProbe.SeenRecord seen = probe.await(
                    Topic.PROMPTS_SUBMITTED,
                    record -> "e-1".equals(record.headers().get("ce_id")));
            assertThat(seen.key()).isEqualTo("telegram:42");
            assertThat(seen.text()).isEqualTo("{\"a\":\"ö\"}");
        }
    }

    @Test
    void lz4BatchesAndDeadLettersAreTaken() {
        // Given
        String topic = Topic.COMPLETIONS_FINISHED.deadLetterName();
        try (KafkaProbe probe = new KafkaProbe(bootstrap());
                var producer = new org.apache.kafka.clients.producer.KafkaProducer<String, byte[]>(
                        Map.of("bootstrap.servers", bootstrap(), "compression.type", "lz4"),
                        new org.apache.kafka.common.serialization.StringSerializer(),
                        new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            // When
            var _ = producer.send(new ProducerRecord<>(topic, "lz4", bytes("x".repeat(500))));
            producer.flush();
            // Then
            assertThat(probe.await(topic, record -> "lz4".equals(record.key())).value())
                    .hasSize(500);
        }
    }

    @Test
    void aMissingRecordIsToldWithWhatWasSeenButNeverWithItsText() {
        // Given
        try (KafkaProbe probe = new KafkaProbe(bootstrap())) {
            probe.send(new WireRecord(Topic.PROMPTS_CANCELLED, "account:7", Map.of("ce_id", "e-2"), bytes("secret")));
            probe.await(Topic.PROMPTS_CANCELLED, record -> "account:7".equals(record.key()));
            // When, Then
            assertThatThrownBy(() ->
                            probe.await(Topic.PROMPTS_CANCELLED.topicName(), record -> false, 1, Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("account:7")
                    .hasMessageContaining("e-2")
                    .hasMessageNotContaining("secret");
        }
    }

    private String bootstrap() {
        return both.start().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "none");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
