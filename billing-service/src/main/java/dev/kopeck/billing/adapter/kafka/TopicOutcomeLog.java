package dev.kopeck.billing.adapter.kafka;

import dev.kopeck.billing.application.trust.OutcomeLog;
import dev.kopeck.billing.domain.trust.OutcomeEvent;
import dev.kopeck.contracts.event.Topic;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads with a consumer of its own that belongs to no group: it takes no record from anybody and moves no offset. Its
 * blocking calls run on worker threads, one after the other.
 */
@ApplicationScoped
class TopicOutcomeLog implements OutcomeLog {

    /** By the type of the event: replies of both kinds share a topic. */
    private static final Map<String, OutcomeEvent.Kind> KINDS = Map.of(
            Topic.PROMPTS_AUTHORIZED.eventType(), OutcomeEvent.Kind.AUTHORIZED,
            Topic.PROMPTS_DECLINED.eventType(), OutcomeEvent.Kind.DECLINED,
            Topic.CHARGES_SETTLED.eventType(), OutcomeEvent.Kind.SETTLED);

    private static final List<Topic> TOPICS =
            List.of(Topic.PROMPTS_AUTHORIZED, Topic.PROMPTS_DECLINED, Topic.PROMPTS_REPLIES, Topic.CHARGES_SETTLED);
    private static final int RECORDS_AT_ONCE = 2000;

    private final Map<String, Object> broker;
    private final Vertx vertx;

    /** @param broker the settings of kafka.*: addresses, security */
    TopicOutcomeLog(@Identifier("default-kafka-broker") Map<String, Object> broker, Vertx vertx) {
        this.broker = Map.copyOf(broker);
        this.vertx = vertx;
    }

    @Override
    public Uni<Reading> open(Instant from, Instant to) {
        return onWorker(() -> opened(from, to));
    }

    /** Comes back on the context that it was called from, as the database's calls need it. */
    <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }

    private Reading opened(Instant from, Instant to) {
        var settings = new HashMap<>(broker);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return started(consumer, from, to);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private Reading started(KafkaConsumer<byte[], byte[]> consumer, Instant from, Instant to) {
        List<TopicPartition> partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        var first = consumer.beginningOffsets(partitions);
        var end = consumer.endOffsets(partitions);
        var begins = consumer.offsetsForTimes(at(partitions, from));
        var ends = consumer.offsetsForTimes(at(partitions, to));
        Map<TopicPartition, Long> starts = new HashMap<>();
        Map<TopicPartition, Long> last = new HashMap<>();
        boolean truncated = false;
        for (var partition : partitions) {
            long stop = offset(ends.get(partition), end.get(partition));
            long start = offset(begins.get(partition), end.get(partition));
            // The oldest record that is left is not older than the time asked for: there may have been others.
            long oldest = Objects.requireNonNull(first.get(partition));
            truncated |= oldest > 0 && start == oldest;
            if (start < stop) {
                starts.put(partition, start);
                last.put(partition, stop);
            }
        }
        consumer.assign(last.keySet());
        starts.forEach(consumer::seek);
        return new TopicReading(this, consumer, last, truncated);
    }

    private static Map<TopicPartition, Long> at(List<TopicPartition> partitions, Instant time) {
        return partitions.stream().collect(Collectors.toMap(partition -> partition, any -> time.toEpochMilli()));
    }

    private static long offset(@Nullable OffsetAndTimestamp found, @Nullable Long otherwise) {
        return found == null ? Objects.requireNonNull(otherwise) : found.offset();
    }

    static Optional<OutcomeEvent.Kind> kind(@Nullable String eventType) {
        return Optional.ofNullable(eventType).map(KINDS::get);
    }
}
