package dev.kopeck.gateway.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Puts records that cannot be handled aside, untouched, where an operator finds them with the reason. Until the broker
 * has taken the copy, the original is not acknowledged.
 */
@ApplicationScoped
class DeadLetters {

    /** The channel's name; each record names its topic itself. */
    static final String CHANNEL = "dead-letters";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final String SUFFIX = ".dlq";
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration RETRY_MAX = Duration.ofSeconds(5);

    private final MutinyEmitter<byte[]> emitter;

    DeadLetters(@Channel(CHANNEL) MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** Completes when the broker has the copy, however long that takes. */
    Uni<Void> park(ConsumerRecord<String, byte[]> record, String reason) {
        return Uni.createFrom()
                .deferred(() -> emitter.sendMessage(copy(record, reason)))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, RETRY_MAX)
                .indefinitely()
                .onItem()
                .invoke(() -> LOG.warnf(
                        "A record was put aside. topic=%s partition=%d offset=%d reason=%s",
                        record.topic(), record.partition(), record.offset(), reason));
    }

    private static Message<byte[]> copy(ConsumerRecord<String, byte[]> record, String reason) {
        var headers = new RecordHeaders(record.headers().toArray());
        add(headers, "dead-letter-reason", reason);
        add(headers, "dead-letter-topic", record.topic());
        add(headers, "dead-letter-partition", Integer.toString(record.partition()));
        add(headers, "dead-letter-offset", Long.toString(record.offset()));
        return KafkaMessages.outgoing(record.topic() + SUFFIX, record.key(), headers, record.value());
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
