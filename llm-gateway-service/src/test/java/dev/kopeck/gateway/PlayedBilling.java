package dev.kopeck.gateway;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.contracts.wire.WireHeaders;
import dev.kopeck.contracts.wire.WireRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Billing on Kafka as a gateway sees it: authorises what asks for a reply, charges what is finished, and declines, grants
 * less or says nothing where a test wants that for an account.
 */
final class PlayedBilling implements AutoCloseable {

    static final PriceTerms TERMS =
            PriceTerms.flat(3, new Rates(1_000_000_000, 500_000_000, 1_000_000_000, 2_000_000_000, 2_000_000_000));
    static final Nanos BALANCE = new Nanos(5_000_000_000L);

    private static final EventCodec CODEC = new EventCodec("/billing-played");

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Thread thread;
    private final Map<Long, DeclineReason> declined = new ConcurrentHashMap<>();
    private final Map<Long, Long> grants = new ConcurrentHashMap<>();
    private final Map<Long, Boolean> silent = new ConcurrentHashMap<>();
    private final Map<PromptId, PromptAuthorized> held = new ConcurrentHashMap<>();
    private final List<PromptSubmitted> submitted = new CopyOnWriteArrayList<>();
    private final List<CompletionFinished> finished = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;

    PlayedBilling(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "0"),
                new StringSerializer(),
                new ByteArraySerializer());
        var partitions = List.of(Topic.PROMPTS_SUBMITTED, Topic.COMPLETIONS_FINISHED).stream()
                .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = new Thread(this::play, "played-billing");
        thread.setDaemon(true);
        thread.start();
    }

    void decline(BillingStub.ApiKey key, DeclineReason reason) {
        declined.put(key.accountId(), reason);
    }

    void grant(BillingStub.ApiKey key, long outputTokens) {
        grants.put(key.accountId(), outputTokens);
    }

    void saysNothingTo(BillingStub.ApiKey key) {
        silent.put(key.accountId(), true);
    }

    List<PromptSubmitted> submittedOf(BillingStub.ApiKey key) {
        return submitted.stream()
                .filter(prompt -> prompt.payer().value().equals("account:" + key.accountId()))
                .toList();
    }

    List<CompletionFinished> finishedOf(BillingStub.ApiKey key) {
        return finished.stream()
                .filter(completion -> completion.accountId().value() == key.accountId())
                .toList();
    }

    private void play() {
        try {
            while (open) {
                for (var record : consumer.poll(Duration.ofMillis(50))) {
                    take(record);
                }
            }
        } finally {
            consumer.close();
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        var headers = WireHeaders.texts(record.headers(), Header::key, Header::value);
        try {
            if (record.topic().equals(Topic.PROMPTS_SUBMITTED.topicName())) {
                reserve(CODEC.readSubmitted(headers), record.value());
            } else {
                settle(CODEC.readFinished(headers));
            }
        } catch (MalformedEventException e) {
            throw new AssertionError("the gateway told something unreadable", e);
        }
    }

    private void reserve(PromptSubmitted prompt, byte[] value) {
        submitted.add(prompt);
        long account = Long.parseLong(prompt.payer().id());
        if (silent.containsKey(account) || prompt.replyTo() == null || value.length > 0) {
            return;
        }
        var reason = declined.get(account);
        if (reason != null) {
            var event = new PromptDeclined(
                    prompt.promptId(),
                    prompt.payer(),
                    prompt.channel(),
                    prompt.model(),
                    reason,
                    new Nanos(139_500),
                    new Nanos(100),
                    "USD");
            send(CODEC.encode(event, Instant.now()).repliedTo(prompt.replyTo()));
            return;
        }
        long granted = Math.min(prompt.maxOutputTokens(), grants.getOrDefault(account, Long.MAX_VALUE));
        var event = new PromptAuthorized(
                prompt,
                prompt.payer().accountId().orElseThrow(),
                TERMS,
                TERMS.worstCase(prompt.inputTokens(), granted),
                granted,
                Instant.now().plusSeconds(600));
        held.put(prompt.promptId(), event);
        send(CODEC.encode(event, new byte[0], Instant.now()).repliedTo(prompt.replyTo()));
    }

    private void settle(CompletionFinished completion) {
        finished.add(completion);
        var hold = held.remove(completion.promptId());
        if (hold == null) {
            return;
        }
        boolean charged = completion.outcome().isCharged()
                && (completion.inputOnly() || completion.usage().outputTokens() > 0);
        var cost = charged ? TERMS.costOf(completion.usage()) : Nanos.ZERO;
        var event = new ChargeSettled(
                completion.promptId(),
                completion.payer(),
                completion.channel(),
                completion.accountId(),
                completion.model(),
                charged ? Resolution.SETTLED : Resolution.RELEASED,
                cost,
                hold.held().minus(cost),
                Nanos.ZERO,
                BALANCE.minus(cost),
                "USD",
                TERMS.version(),
                List.of(),
                completion.estimated());
        send(CODEC.encode(event, Instant.now()).correlatedTo(completion.correlationId()));
    }

    private void send(WireRecord wire) {
        var record = new ProducerRecord<>(wire.topic().topicName(), wire.partition(), wire.key(), wire.value());
        wire.headers().forEach((name, text) -> record.headers().add(name, WireHeaders.bytes(text)));
        Objects.requireNonNull(producer.send(record));
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
