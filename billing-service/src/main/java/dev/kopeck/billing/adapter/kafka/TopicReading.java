package dev.kopeck.billing.adapter.kafka;

import dev.kopeck.billing.application.trust.OutcomeLog.Part;
import dev.kopeck.billing.application.trust.OutcomeLog.Reading;
import dev.kopeck.billing.domain.trust.OutcomeEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the headers of records up to the offsets where the topics ended when it began. */
final class TopicReading implements Reading {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final String LATE = ".settled-late";

    private final TopicOutcomeLog log;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> open;
    private final boolean truncated;

    TopicReading(
            TopicOutcomeLog log,
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> last,
            boolean truncated) {
        this.log = log;
        this.consumer = consumer;
        this.open = new HashMap<>(last);
        this.truncated = truncated;
    }

    @Override
    public Uni<Part> next() {
        return log.onWorker(this::polled);
    }

    @Override
    public Uni<Void> close() {
        return log.onWorker(() -> {
                    consumer.close();
                    return true;
                })
                .replaceWithVoid();
    }

    private Part polled() {
        if (open.isEmpty()) {
            return new Part(List.of(), true, truncated);
        }
        var events = new ArrayList<OutcomeEvent>();
        for (var record : consumer.poll(POLL)) {
            var stop = open.get(new TopicPartition(record.topic(), record.partition()));
            if (stop != null && record.offset() < stop) {
                event(record).ifPresent(events::add);
            }
        }
        // By position, since a partition may end with offsets that hold no record.
        open.entrySet().removeIf(partition -> consumer.position(partition.getKey()) >= partition.getValue());
        consumer.pause(consumer.assignment().stream()
                .filter(partition -> !open.containsKey(partition))
                .toList());
        return new Part(events, open.isEmpty(), truncated);
    }

    private static Optional<OutcomeEvent> event(ConsumerRecord<byte[], byte[]> record) {
        var headers = RecordHeaders.texts(record);
        var id = headers.get("ce_id");
        try {
            var prompt = id == null || id.indexOf('.') < 0 ? id : id.substring(0, id.indexOf('.'));
            return Optional.ofNullable(prompt)
                    .map(UUID::fromString)
                    .flatMap(promptId -> TopicOutcomeLog.kind(headers.get("ce_type"))
                            .map(kind -> new OutcomeEvent(
                                    kind,
                                    promptId,
                                    id != null && id.endsWith(LATE),
                                    Instant.ofEpochMilli(record.timestamp()))));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
