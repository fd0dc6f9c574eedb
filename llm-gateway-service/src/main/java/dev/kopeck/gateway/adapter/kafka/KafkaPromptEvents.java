package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.gateway.application.prompts.PromptEvents;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * Prompts of the prompt API and their cancellations. Both tell the prompt's own time, so that a repeated event is the same
 * to the last byte.
 */
@ApplicationScoped
class KafkaPromptEvents implements PromptEvents {

    /** Topic prompts.submitted.v1. */
    static final String SUBMITTED = "prompt-orders";
    /** Topic prompts.cancelled.v1. */
    static final String CANCELLED = "prompt-withdrawals";

    /** A prompt whose value is empty is looked up by its id: its text is in the gateway's database and goes nowhere else. */
    private static final byte[] NO_TEXT = {};
    /** Somebody waits for an answer: what takes longer is told by the sweep. */
    private static final Duration TIME_MAX = Duration.ofSeconds(3);

    private final MutinyEmitter<byte[]> submitted;
    private final MutinyEmitter<byte[]> cancelled;
    private final EventCodec codec;

    KafkaPromptEvents(
            @Channel(SUBMITTED) MutinyEmitter<byte[]> submitted,
            @Channel(CANCELLED) MutinyEmitter<byte[]> cancelled,
            EventCodec codec) {
        this.submitted = submitted;
        this.cancelled = cancelled;
        this.codec = codec;
    }

    @Override
    public Uni<Void> submitted(PromptSubmitted prompt) {
        return send(submitted, codec.encode(prompt, NO_TEXT, prompt.promptId().time()));
    }

    @Override
    public Uni<Void> cancelled(PromptCancelled cancellation) {
        return send(
                cancelled, codec.encode(cancellation, cancellation.promptId().time()));
    }

    private static Uni<Void> send(MutinyEmitter<byte[]> emitter, WireRecord record) {
        return Uni.createFrom()
                .deferred(() -> emitter.sendMessage(KafkaMessages.outgoing(record)))
                .ifNoItem()
                .after(TIME_MAX)
                .fail();
    }
}
