package dev.kopeck.harness.benchmarks.billing;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads all partitions of some topics from their end on, without a group, on a thread of its own. */
final class TopicReader implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;

    private TopicReader(KafkaConsumer<String, byte[]> consumer, Thread thread) {
        this.consumer = consumer;
        this.thread = thread;
    }

    /** Reads each record as soon as it is there. */
    static TopicReader start(String kafka, Consumer<ConsumerRecord<String, byte[]>> handler, String... topics) {
        return start(kafka, 1, handler, topics);
    }

    /**
     * Returns when whatever is sent from now on will be read.
     *
     * @param fetchMinBytes what the broker waits for, 20 ms at most, before it answers a fetch: many small answers would
     *     cost the broker more than what is measured
     */
    static TopicReader start(
            String kafka, int fetchMinBytes, Consumer<ConsumerRecord<String, byte[]>> handler, String... topics) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var partitions = Arrays.stream(topics)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        var positioned = new CountDownLatch(1);
        var thread = Thread.ofPlatform().name("reader-" + topics[0]).start(() -> {
            try (consumer) {
                consumer.assign(partitions);
                consumer.seekToEnd(partitions);
                partitions.forEach(consumer::position);
                positioned.countDown();
                while (true) {
                    consumer.poll(Duration.ofSeconds(1)).forEach(handler);
                }
            } catch (WakeupException closing) {
                // The only way to end a poll from outside.
                return;
            }
        });
        try {
            if (!positioned.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Kafka did not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return new TopicReader(consumer, thread);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
