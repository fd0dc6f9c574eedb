package dev.kopeck.harness.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.harness.testkit.EmbeddedPostgresServer;
import dev.kopeck.harness.testkit.KafkaProbe;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTest {

    @TempDir
    Path directory;

    private final List<String> progress = new ArrayList<>();
    private StackSettings settings;

    @BeforeEach
    void projectWithFakeServices() throws Exception {
        settings = StackSettings.forTests(FakeProject.in(directory.resolve("project")), directory.resolve("data"))
                .withVariable("OPENAI_API_KEY", "test-key-of-the-model")
                .withVariable("TELEGRAM_BOT_TOKEN", "test-token-of-the-bot")
                .withProgress(progress::add);
    }

    @Test
    void dataIsKeptUntilAFreshStart() {
        // Given
        try (Stack stack = Stack.start(settings);
                KafkaProbe probe = new KafkaProbe(stack.kafka())) {
            probe.send(new WireRecord(
                    Topic.PAYMENTS_RECEIVED, "account:1", Map.of(), "kept".getBytes(StandardCharsets.UTF_8)));
        }
        // When
        List<KafkaProbe.SeenRecord> kept;
        try (Stack stack = Stack.start(settings);
                KafkaProbe probe = new KafkaProbe(stack.kafka())) {
            kept = List.of(probe.await(Topic.PAYMENTS_RECEIVED, record -> true));
        }
        List<KafkaProbe.SeenRecord> afterFresh;
        try (Stack stack = Stack.start(settings.withFresh(true));
                KafkaProbe probe = new KafkaProbe(stack.kafka())) {
            probe.send(new WireRecord(Topic.PAYMENTS_RECEIVED, "account:2", Map.of(), new byte[0]));
            probe.await(Topic.PAYMENTS_RECEIVED, record -> "account:2".equals(record.key()));
            afterFresh = probe.records(Topic.PAYMENTS_RECEIVED);
        }
        // Then
        assertThat(kept).extracting(KafkaProbe.SeenRecord::text).containsExactly("kept");
        assertThat(afterFresh).extracting(KafkaProbe.SeenRecord::key).containsExactly("account:2");
        assertThat(progress).anyMatch(line -> line.contains("PostgreSQL") && line.contains("ready"));
    }

    @Test
    void aDatabaseLeftByAKilledStackNeitherHoldsItsPortNorLosesItsData() {
        // Given
        StackFolder folder = new StackFolder(settings.data());
        EmbeddedPostgresServer left = EmbeddedPostgresServer.start(Servers.postgresSettings(settings, folder));
        // When
        try (Stack stack = Stack.start(settings)) {
            // Then
            assertThat(stack.postgresUrl()).isEqualTo(left.url());
        }
    }

    @Test
    void takenPortsAreAllNamedBeforeAnythingStarts() throws Exception {
        // Given
        try (ServerSocket first = new ServerSocket(0);
                ServerSocket second = new ServerSocket(0)) {
            StackSettings taken =
                    settings.withPort(Port.GATEWAY, first.getLocalPort()).withPort(Port.KAFKA, second.getLocalPort());
            // When, Then
            assertThatThrownBy(() -> Stack.start(taken))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("Port %d is taken".formatted(first.getLocalPort()))
                    .hasMessageContaining("llm-gateway-service wants it. Set KOPECK_GATEWAY_PORT")
                    .hasMessageContaining("Kafka wants it. Set KOPECK_KAFKA_PORT, or use --kafka-port");
            assertThat(progress).isEmpty();
        }
    }
}
