package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.wire.DeadLetter;
import dev.kopeck.contracts.wire.WireHeaders;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
        new DeadLetter(record.topic(), record.partition(), record.offset(), reason)
                .headers()
                .forEach((name, text) -> headers.add(name, WireHeaders.bytes(text)));
        return KafkaMessages.outgoing(DeadLetter.topicOf(record.topic()), record.key(), headers, record.value());
    }
}
