package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Many prompts at once, good and bad. */
@QuarkusTest
class CrowdIT extends GatewayIT {

    private static final int CROWD = 5 * ModelSimulatorResource.IN_FLIGHT_MAX;

    @Test
    void morePromptsThanPlacesAreAllAnsweredWithoutCrowdingTheProvider() {
        // Given
        var prompts = IntStream.range(0, CROWD)
                .mapToObj(i -> Prompt.of("One of many. sim:delay=150 sim:id=crowd-" + i))
                .toList();

        // When
        prompts.forEach(prompt -> kafka.send(prompt.wire()));

        // Then
        List<Long> active = new ArrayList<>();
        eventually(() -> {
            active.add(simulator.requests().active());
            assertThat(prompts).allMatch(prompt -> !finishedRecords(prompt).isEmpty());
        });
        assertThat(active).allMatch(count -> count <= ModelSimulatorResource.IN_FLIGHT_MAX);
        assertThat(prompts)
                .allMatch(prompt -> finishedOf(prompt).facts().outcome() == Outcome.COMPLETED)
                .allMatch(prompt -> finishedRecords(prompt).size() == 1);
        assertThat(IntStream.range(0, CROWD))
                .allMatch(i -> simulator.requests("crowd-" + i).started() == 1);
    }

    @Test
    void slowAndFailingPromptsHoldUpNobodyElse() {
        // Given
        var slow = Prompt.of("Slowly. sim:id=tortoise sim:tokens=400 sim:speed=8");
        var failing = IntStream.range(0, 4)
                .mapToObj(i -> Prompt.of("Failing. sim:500 sim:id=hare-fails-" + i))
                .toList();
        var quick = IntStream.range(0, 20)
                .mapToObj(i -> Prompt.of("Quickly. sim:id=hare-" + i))
                .toList();

        // When
        kafka.send(slow.wire());
        failing.forEach(prompt -> kafka.send(prompt.wire()));
        quick.forEach(prompt -> kafka.send(prompt.wire()));

        // Then
        quick.forEach(prompt -> assertThat(finishedOf(prompt).facts().outcome()).isEqualTo(Outcome.COMPLETED));
        failing.forEach(
                prompt -> assertThat(finishedOf(prompt).facts().outcome()).isEqualTo(Outcome.FAILED));
        assertThat(finishedRecords(slow)).isEmpty();
        cancelUntilFinished(slow);
        assertThat(finishedOf(slow).facts().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void offsetsReachTheEndOnceAllIsAnswered() throws Exception {
        // Given
        var prompts =
                IntStream.range(0, 10).mapToObj(i -> Prompt.of("Count me.")).toList();

        // When
        prompts.forEach(prompt -> kafka.send(prompt.wire()));
        prompts.forEach(this::finishedOf);

        // Then
        var bootstrap = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            eventually(() -> {
                var committed = admin.listConsumerGroupOffsets("llm-gateway-service")
                        .partitionsToOffsetAndMetadata()
                        .get();
                assertThat(committed).isNotEmpty();
                assertThat(ends(admin, committed)).allSatisfy((partition, end) -> {
                    var offset = Objects.requireNonNull(committed.get(partition));
                    assertThat(offset.offset()).isEqualTo(end.offset());
                });
            });
        }
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> ends(
            Admin admin, Map<TopicPartition, OffsetAndMetadata> committed) throws Exception {
        var latest = committed.keySet().stream()
                .filter(partition -> partition.topic().equals(Topic.PROMPTS_AUTHORIZED.topicName()))
                .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get();
    }
}
