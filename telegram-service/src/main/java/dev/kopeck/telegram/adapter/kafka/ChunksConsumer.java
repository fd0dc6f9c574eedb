package dev.kopeck.telegram.adapter.kafka;

import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.telegram.application.ShowPreviews;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Reads completions.chunks.v1, at most once: a chunk that is lost is followed by a longer one. */
@ApplicationScoped
class ChunksConsumer {

    static final String CHANNEL = "chunks-in";

    private static final Logger LOG = Logger.getLogger(ChunksConsumer.class);

    private final ShowPreviews previews;
    private final EventCodec codec;

    ChunksConsumer(ShowPreviews previews, EventCodec codec) {
        this.previews = previews;
        this.codec = codec;
    }

    @Incoming(CHANNEL)
    void on(ConsumerRecords<String, byte[]> batch) {
        batch.forEach(this::offer);
    }

    /** A preview is not worth a dead letter: nothing was promised. */
    private void offer(ConsumerRecord<String, byte[]> record) {
        try {
            previews.offer(codec.read(record.value(), CompletionChunk.class));
        } catch (MalformedEventException e) {
            LOG.warnf(
                    "A chunk cannot be read and is left out: topic=%s partition=%d offset=%d reason=%s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }
}
