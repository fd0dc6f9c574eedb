package dev.kopeck.harness.testkit;

import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.WireHeaders;
import dev.kopeck.contracts.wire.WireRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records and sees every record, from the first one on. Belongs to no consumer group, so it never takes a record
 * from a service. Safe for use from several threads.
 */
public final class KafkaProbe implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int SEND_SECONDS = 20;
    private static final int LISTED_MAX = 40;

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;
    private final List<SeenRecord> seen = new ArrayList<>();
    private @Nullable RuntimeException failure;

    /** Sees all of Kopeck's topics, dead letters included. */
    public KafkaProbe(String bootstrapServers) {
        this(
                bootstrapServers,
                Arrays.stream(Topic.values())
                        .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetterName()))
                        .toList());
    }

    /** Sees the given topics, which must exist. */
    public KafkaProbe(String bootstrapServers, Collection<String> topics) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "0"),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::collect, "kafka-probe");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A record as it lies on the broker.
     *
     * @param headers UTF-8 texts by name; of several with one name the last
     * @param value empty for a tombstone
     */
    @SuppressWarnings("ArrayRecordComponent") // a test looks at it and throws it away
    public record SeenRecord(
            String topic,
            int partition,
            long offset,
            @Nullable String key,
            Map<String, String> headers,
            byte[] value) {

        public String text() {
            return new String(value, StandardCharsets.UTF_8);
        }

        /** Without the value: it may be somebody's prompt. */
        @Override
        public String toString() {
            return "%s-%d@%d key=%s headers=%s (%d bytes)"
                    .formatted(topic, partition, offset, key, headers, value.length);
        }
    }

    /** Returns when the broker has acknowledged the record. */
    public void send(WireRecord wire) {
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(wire.topic().topicName(), wire.key(), wire.value());
        wire.headers().forEach((name, text) -> message.headers().add(name, WireHeaders.bytes(text)));
        send(message);
    }

    /** As {@link #send(WireRecord)}, for records that no codec would write. */
    public void send(ProducerRecord<String, byte[]> message) {
        try {
            producer.send(message).get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Kafka took no record on " + message.topic(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while sending to " + message.topic(), e);
        }
    }

    /** The first record of the topic that matches, waiting up to {@link Eventually#DEADLINE} for it to come. */
    public SeenRecord await(Topic topic, Predicate<SeenRecord> wanted) {
        return await(topic.topicName(), wanted);
    }

    /** As {@link #await(Topic, Predicate)}, for dead-letter topics. */
    public SeenRecord await(String topic, Predicate<SeenRecord> wanted) {
        return await(topic, wanted, 1, Eventually.DEADLINE).getFirst();
    }

    /**
     * All records of the topic that match, as soon as there are at least so many.
     *
     * @throws AssertionError after the deadline, with key and headers of what was on the topic instead
     */
    public synchronized List<SeenRecord> await(
            String topic, Predicate<SeenRecord> wanted, int count, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        List<SeenRecord> found = records(topic, wanted);
        while (found.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || failure != null) {
                throw new AssertionError(complaint(topic, found.size(), count, deadline), failure);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for a record on " + topic, e);
            }
            found = records(topic, wanted);
        }
        return found;
    }

    /** What was seen of the topic until now, partition by partition in order. */
    public List<SeenRecord> records(Topic topic) {
        return records(topic.topicName(), any -> true);
    }

    /** What was seen of the topic until now and matches. */
    public synchronized List<SeenRecord> records(String topic, Predicate<SeenRecord> wanted) {
        return seen.stream()
                .filter(record -> record.topic().equals(topic))
                .filter(wanted)
                .toList();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(SEND_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }

    private void collect() {
        try (consumer) {
            while (true) {
                List<SeenRecord> news = new ArrayList<>();
                consumer.poll(POLL).forEach(message -> news.add(seen(message)));
                add(news);
            }
        } catch (WakeupException closed) {
            // close() was called.
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private synchronized void add(List<SeenRecord> news) {
        if (seen.addAll(news)) {
            notifyAll();
        }
    }

    private synchronized void fail(RuntimeException e) {
        failure = e;
        notifyAll();
    }

    private static SeenRecord seen(ConsumerRecord<String, byte[]> message) {
        Map<String, String> headers = WireHeaders.texts(message.headers(), Header::key, Header::value);
        byte @Nullable [] value = message.value();
        return new SeenRecord(
                message.topic(),
                message.partition(),
                message.offset(),
                message.key(),
                headers,
                value == null ? new byte[0] : value);
    }

    private String complaint(String topic, int found, int count, Duration deadline) {
        List<SeenRecord> others = records(topic, any -> true);
        Map<String, Long> counts =
                seen.stream().collect(Collectors.groupingBy(SeenRecord::topic, Collectors.counting()));
        return "%d of %d wanted records came to %s within %s. All records seen, by topic: %s. The last ones on %s:%n  %s"
                .formatted(
                        found,
                        count,
                        topic,
                        deadline,
                        counts,
                        topic,
                        others.stream()
                                .skip(Math.max(0, others.size() - LISTED_MAX))
                                .map(SeenRecord::toString)
                                .collect(Collectors.joining(System.lineSeparator() + "  ")));
    }
}
