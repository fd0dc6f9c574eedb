package dev.kopeck.telegram.adapter.kafka;

import dev.kopeck.contracts.wire.DeadLetter;
import dev.kopeck.contracts.wire.WireHeaders;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/** Sets records aside that cannot be read, as they came, with the reason beside them. */
@ApplicationScoped
class DeadLetters {

    static final String CHANNEL = "dead-letters-out";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final MutinyEmitter<Record<String, byte[]>> emitter;

    DeadLetters(@Channel(CHANNEL) MutinyEmitter<Record<String, byte[]>> emitter) {
        this.emitter = emitter;
    }

    /** Completes when the broker has the dead letter. */
    Uni<Void> send(ConsumerRecord<String, byte[]> letter, String reason) {
        LOG.errorf(
                "A record cannot be read and goes to the dead letters: topic=%s partition=%d offset=%d reason=%s",
                letter.topic(), letter.partition(), letter.offset(), reason);
        var headers = new RecordHeaders(letter.headers().toArray());
        new DeadLetter(letter.topic(), letter.partition(), letter.offset(), reason)
                .headers()
                .forEach((name, text) -> headers.add(name, WireHeaders.bytes(text)));
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(DeadLetter.topicOf(letter.topic()))
                .withHeaders(headers)
                .build();
        return emitter.sendMessage(Message.of(Record.of(letter.key(), letter.value()), Metadata.of(metadata)));
    }
}
