package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.gateway.application.Previews;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Previews over Kafka: where it does not keep up they are dropped, since the next one holds the whole text again. */
@ApplicationScoped
class KafkaPreviews implements Previews {

    /** Topic completions.chunks.v1. */
    static final String CHANNEL = "completions-chunks";

    private final MutinyEmitter<byte[]> emitter;
    private final EventCodec codec;
    private final InstantSource clock;

    KafkaPreviews(
            @Channel(CHANNEL) @OnOverflow(OnOverflow.Strategy.DROP) MutinyEmitter<byte[]> emitter,
            EventCodec codec,
            InstantSource clock) {
        this.emitter = emitter;
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public void show(CompletionChunk chunk) {
        emitter.sendMessageAndForget(KafkaMessages.outgoing(codec.encode(chunk, clock.instant())));
    }
}
