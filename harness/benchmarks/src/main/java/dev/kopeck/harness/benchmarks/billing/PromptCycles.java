package dev.kopeck.harness.benchmarks.billing;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.WireRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Plays doors and gateway at once, as fast as billing takes it: submits prompts, finishes each one that is authorised,
 * counts each charge that is told. So many cycles are under way at most; one that ends makes room for the next.
 */
final class PromptCycles implements AutoCloseable {

    private static final byte[] PROMPT = "x".repeat(300).getBytes(StandardCharsets.UTF_8);
    private static final byte[] ANSWER = "y".repeat(600).getBytes(StandardCharsets.UTF_8);
    private static final String MODEL = "kopeck-sim";
    private static final int FETCH_BYTES = 128 * 1024;

    private final EventCodec codec = new EventCodec("/benchmark");
    private final SplittableRandom random = new SplittableRandom(7);
    private final KafkaProducer<String, byte[]> producer;
    private final TopicReader authorized;
    private final TopicReader outcomes;
    private final Semaphore room;
    private final int underWay;
    private final LongAdder settled = new LongAdder();
    private final LongAdder unexpected = new LongAdder();

    PromptCycles(String kafka, int underWay) {
        this.underWay = underWay;
        this.room = new Semaphore(underWay);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 * 1024,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        64L * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
        this.authorized = TopicReader.start(kafka, FETCH_BYTES, this::finish, Topic.PROMPTS_AUTHORIZED.topicName());
        this.outcomes = TopicReader.start(
                kafka,
                FETCH_BYTES,
                this::end,
                Topic.CHARGES_SETTLED.topicName(),
                Topic.PROMPTS_DECLINED.topicName(),
                Topic.PROMPTS_SUBMITTED.deadLetterName(),
                Topic.COMPLETIONS_FINISHED.deadLetterName());
    }

    /**
     * Runs at full speed.
     *
     * @param warmUp before anything is counted
     * @param account which account the n-th prompt is for
     * @return cycles per second while it was measured
     */
    double run(Duration warmUp, Duration measured, IntUnaryOperator account, Runnable atStart, Runnable atEnd) {
        var going = new AtomicBoolean(true);
        var feeder = Thread.ofPlatform().name("feeder").start(() -> feed(going, account));
        pass(warmUp);
        long before = settled.sum();
        atStart.run();
        long start = System.nanoTime();
        pass(measured);
        double seconds = (System.nanoTime() - start) / 1e9;
        long cycles = settled.sum() - before;
        atEnd.run();
        going.set(false);
        drain(feeder);
        if (unexpected.sum() > 0) {
            throw new IllegalStateException("%d prompts were declined or set aside".formatted(unexpected.sum()));
        }
        return cycles / seconds;
    }

    long settled() {
        return settled.sum();
    }

    private void feed(AtomicBoolean going, IntUnaryOperator account) {
        try {
            for (int n = 0; going.get(); n++) {
                room.acquire();
                send(submitted(BillingBooks.FIRST_ACCOUNT + account.applyAsInt(n)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private WireRecord submitted(long account) {
        var now = Instant.now();
        var prompt = new PromptSubmitted(
                PromptId.mint(now, random),
                Payer.account(new AccountId(account)),
                Channel.API,
                MODEL,
                random.nextLong(20, 200),
                random.nextLong(100, 500),
                PromptSubmitted.PRIORITY_NORMAL);
        return codec.encode(prompt, PROMPT, now);
    }

    private void finish(ConsumerRecord<String, byte[]> record) {
        var headers = record.headers();
        var finished = new CompletionFinished(
                PromptId.parse(text(headers, "ce_promptid")),
                new Payer(record.key()),
                Channel.API,
                AccountId.parse(text(headers, "ce_accountid")),
                MODEL,
                Integer.parseInt(priceVersion(text(headers, "ce_price"))),
                Outcome.COMPLETED,
                Usage.of(19, 50),
                false,
                1,
                CompletionFinished.Timings.NONE);
        send(codec.encode(finished, ANSWER, Instant.now()));
    }

    private void end(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topic.CHARGES_SETTLED.topicName())) {
            settled.increment();
        } else {
            unexpected.increment();
        }
        room.release();
    }

    private void send(WireRecord wire) {
        var record = new ProducerRecord<>(wire.topic().topicName(), wire.key(), wire.value());
        wire.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        var _ = producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                unexpected.increment();
                room.release();
            }
        });
    }

    /** Returns when every cycle has ended. */
    private void drain(Thread feeder) {
        try {
            feeder.join();
            if (!room.tryAcquire(underWay, 60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("prompts were never answered: " + (underWay - room.availablePermits()));
            }
            room.release(underWay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String priceVersion(String price) {
        return price.substring(0, price.indexOf(';'));
    }

    private static String text(Headers headers, String name) {
        return new String(Objects.requireNonNull(headers.lastHeader(name), name).value(), StandardCharsets.UTF_8);
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Override
    public void close() {
        authorized.close();
        outcomes.close();
        producer.close();
    }
}
