package dev.kopeck.harness.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.WireRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    @TempDir
    Path directory;

    @Test
    void recordsAndTopicsSurviveARestartOnTheSamePort() {
        // Given
        int port = Ports.free();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port)) {
            kafka.createTopics(2);
            try (KafkaProbe probe = new KafkaProbe(kafka.bootstrapServers())) {
                probe.send(new WireRecord(
                        Topic.ACCOUNTS_CHANGED, "account:1", Map.of(), "kept".getBytes(StandardCharsets.UTF_8)));
            }
        }
        // When
        try (EmbeddedKafka restarted = EmbeddedKafka.start(directory, port)) {
            restarted.createTopics(2);
            // Then
            try (KafkaProbe probe = new KafkaProbe(restarted.bootstrapServers())) {
                assertThat(probe.await(Topic.ACCOUNTS_CHANGED, record -> true).text())
                        .isEqualTo("kept");
            }
        }
    }
}
