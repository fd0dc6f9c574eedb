package dev.kopeck.billing.adapter.kafka;

import dev.kopeck.billing.application.EventSender;
import dev.kopeck.billing.application.OutboxMessage;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.DeadLetter;
import dev.kopeck.contracts.wire.WireRecord;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends to any topic through the one producer of channel {@code events}: a whole batch in one hop to the sending
 * thread, done when the broker has acknowledged every record of it.
 */
@ApplicationScoped
class RecordSender implements EventSender {

    private static final Logger LOG = Logger.getLogger(RecordSender.class);
    private static final String CHANNEL = "events";

    private final KafkaClientService kafka;
    private final Duration firstPause;
    private final Duration longestPause;

    /** @param channel asked for so that the channel, and with it the producer, exists */
    RecordSender(KafkaClientService kafka, @Channel(CHANNEL) MutinyEmitter<byte[]> channel, BillingConfig config) {
        this.kafka = kafka;
        this.firstPause = config.retryFirstPause();
        this.longestPause = config.retryLongestPause();
    }

    static ProducerRecord<String, byte[]> message(WireRecord wire) {
        return message(wire.topic(), wire.partition(), wire.key(), wire.headers(), wire.value());
    }

    @Override
    public Uni<Void> send(List<OutboxMessage> messages) {
        return sendOnce(messages.stream()
                .map(message -> message(message.topic(), null, message.key(), message.headers(), message.value()))
                .toList());
    }

    /** Tries without end: the outcomes are recorded, so sending them again is safe and skipping them is not. */
    Uni<Void> sendAll(List<ProducerRecord<String, byte[]>> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(() -> sendOnce(messages))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Kafka did not take the outcomes, trying again records=%d reason=%s",
                        messages.size(), failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(firstPause, longestPause)
                .indefinitely();
    }

    private Uni<Void> sendOnce(List<ProducerRecord<String, byte[]>> messages) {
        KafkaProducer<String, byte[]> producer = kafka.getProducer(CHANNEL);
        return sending(producer, client -> send(client, messages))
                .chain(acknowledged -> Uni.createFrom().completionStage(acknowledged))
                .chain(tooLarge -> tooLarge.isEmpty() ? Uni.createFrom().voidItem() : sendOnce(tooLarge));
    }

    /** Names which of the two overloads is meant. */
    private static <R> Uni<R> sending(
            KafkaProducer<String, byte[]> producer, Function<Producer<String, byte[]>, R> work) {
        return producer.runOnSendingThread(work);
    }

    /** Done with the notices of records that are too large for the broker, and would be so for ever. */
    private static CompletableFuture<List<ProducerRecord<String, byte[]>>> send(
            Producer<String, byte[]> client, List<ProducerRecord<String, byte[]>> messages) {
        var tooLarge = new ConcurrentLinkedQueue<ProducerRecord<String, byte[]>>();
        return CompletableFuture.allOf(messages.stream()
                        .map(message -> placed(client, message))
                        .map(message -> send(client, message, tooLarge))
                        .toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> List.copyOf(tooLarge));
    }

    private static CompletableFuture<Void> send(
            Producer<String, byte[]> client,
            ProducerRecord<String, byte[]> message,
            Queue<ProducerRecord<String, byte[]>> tooLarge) {
        var acknowledged = new CompletableFuture<Void>();
        var _ = client.send(message, (metadata, failure) -> {
            if (failure instanceof RecordTooLargeException && message.value().length > 0) {
                tooLarge.add(withoutValue(message));
                acknowledged.complete(null);
            } else if (failure != null) {
                acknowledged.completeExceptionally(failure);
            } else {
                acknowledged.complete(null);
            }
        });
        return acknowledged;
    }

    /** Where the topic has fewer partitions than it should, the one that was asked for would be waited for in vain. */
    private static ProducerRecord<String, byte[]> placed(
            Producer<String, byte[]> client, ProducerRecord<String, byte[]> message) {
        var partition = message.partition();
        return partition == null
                        || partition < client.partitionsFor(message.topic()).size()
                ? message
                : new ProducerRecord<>(message.topic(), null, message.key(), message.value(), message.headers());
    }

    /** A dead letter that says what was lost: the only way to go on where a record fits nowhere. */
    private static ProducerRecord<String, byte[]> withoutValue(ProducerRecord<String, byte[]> message) {
        var reason = "too large for the broker: a value of %d bytes".formatted(message.value().length);
        LOG.errorf("Record set aside without its value topic=%s reason=%s", message.topic(), reason);
        var notice = new ProducerRecord<>(DeadLetter.topicOf(message.topic()), message.key(), new byte[0]);
        message.headers().forEach(notice.headers()::add);
        RecordHeaders.add(notice, DeadLetter.headers(message.topic(), reason));
        return notice;
    }

    private static ProducerRecord<String, byte[]> message(
            Topic topic, @Nullable Integer partition, String key, Map<String, String> headers, byte[] value) {
        var message = new ProducerRecord<>(topic.topicName(), partition, key, value);
        RecordHeaders.add(message, headers);
        return message;
    }
}
