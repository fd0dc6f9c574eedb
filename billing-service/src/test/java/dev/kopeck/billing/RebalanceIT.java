package dev.kopeck.billing;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Partitions move while prompts are under way: whoever had them before may have read them, done nothing, and gone. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RebalanceIT {

    private static final int PROMPTS = 60;

    private final String bootstrapServers = setting("kafka.bootstrap.servers");
    private final String group = setting("mp.messaging.connector.smallrye-kafka.group.id");

    @Test
    void scenario11_promptsThatAnotherConsumerReadAndLeftUndoneAreDecidedOnce() {
        try (var probe = new BillingProbe(bootstrapServers)) {
            // Given
            var prompts = IntStream.range(0, PROMPTS)
                    .mapToObj(i -> probe.prompt(BillingProbe.stranger(), BillingProbe.MODEL, 10, 10))
                    .toList();
            try (var stranger = stranger()) {
                stranger.subscribe(List.of(Topic.PROMPTS_SUBMITTED.topicName()));
                var read = new HashSet<String>();
                eventually(() -> {
                    stranger.poll(Duration.ofMillis(100));
                    assertThat(stranger.assignment()).isNotEmpty();
                });
                // When
                prompts.forEach(probe::submit);
                eventually(() -> {
                    stranger.poll(Duration.ofMillis(100)).forEach(record -> read.add(record.key()));
                    assertThat(read).as("prompts that the other consumer took").isNotEmpty();
                });
            }
            // Then
            prompts.forEach(prompt -> probe.awaitAuthorized(prompt.promptId()));
            assertThat(holdsOf(prompts)).isEqualTo(PROMPTS);
            assertThat(amountsTold(probe, prompts).values())
                    .allSatisfy(held -> assertThat(held).hasSize(1));
        }
    }

    private KafkaConsumer<String, byte[]> stranger() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static long holdsOf(List<PromptSubmitted> prompts) {
        var ids = prompts.stream().map(prompt -> "'" + prompt.promptId() + "'").collect(Collectors.joining(","));
        return new Database().number("SELECT count(*) FROM hold WHERE id IN (" + ids + ")");
    }

    /** Each prompt, and in how many ways it was told what is held for it. */
    private static Map<Object, Set<Object>> amountsTold(BillingProbe probe, List<PromptSubmitted> prompts) {
        var ids = prompts.stream().map(PromptSubmitted::promptId).collect(Collectors.toSet());
        return probe.kafka.records(Topic.PROMPTS_AUTHORIZED).stream()
                .map(probe::authorized)
                .filter(authorized -> ids.contains(authorized.promptId()))
                .collect(Collectors.groupingBy(
                        authorized -> authorized.promptId(),
                        Collectors.mapping(
                                authorized -> List.of(authorized.held(), authorized.expiresAt()), Collectors.toSet())));
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
