package dev.kopeck.harness.benchmarks.billing;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.wire.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How long one reservation takes where nobody queues: from handing the submitted record to Kafka to reading the
 * authorised one from it. Sent on a fixed schedule, so that a slow one does not make the next ones look quick.
 */
final class LightLoad {

    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String kafka;
    private final Map<String, Long> sentNanos = new ConcurrentHashMap<>();
    private final Histogram micros = new ConcurrentHistogram(3);

    LightLoad(String kafka) {
        this.kafka = kafka;
    }

    /** Latencies in microseconds; the first quarter warms up and is left out. Its holds stay open until they expire. */
    Histogram measure(int prompts) {
        var codec = new EventCodec("/benchmark");
        var random = new SplittableRandom(11);
        var answers = TopicReader.start(kafka, this::answered, Topic.PROMPTS_AUTHORIZED.topicName());
        try (answers;
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka, ProducerConfig.LINGER_MS_CONFIG, 0),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            long next = System.nanoTime();
            for (int n = 0; n < prompts; n++) {
                if (n == prompts / 4) {
                    micros.reset();
                }
                next += INTERVAL.toNanos();
                pauseUntil(next);
                var now = Instant.now();
                var prompt = new PromptSubmitted(
                        PromptId.mint(now, random),
                        Payer.account(
                                new AccountId(BillingBooks.FIRST_ACCOUNT + random.nextInt(BillingBooks.ACCOUNTS))),
                        Channel.API,
                        "kopeck-sim",
                        50,
                        100,
                        PromptSubmitted.PRIORITY_NORMAL);
                var wire = codec.encode(prompt, new byte[300], now);
                var record = new ProducerRecord<>(wire.topic().topicName(), wire.key(), wire.value());
                wire.headers()
                        .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
                sentNanos.put(prompt.promptId().toString(), next);
                var _ = producer.send(record);
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!sentNanos.isEmpty() && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        if (!sentNanos.isEmpty()) {
            throw new IllegalStateException("%d prompts were never answered".formatted(sentNanos.size()));
        }
        return micros;
    }

    private void answered(ConsumerRecord<String, byte[]> record) {
        long now = System.nanoTime();
        var header = Objects.requireNonNull(record.headers().lastHeader("ce_promptid"), "ce_promptid");
        var sent = sentNanos.remove(new String(header.value(), StandardCharsets.UTF_8));
        if (sent != null) {
            micros.recordValue(Math.max(0, (now - sent) / 1000));
        }
    }

    private static void pauseUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanoTime - System.nanoTime();
        }
    }
}
