package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.gateway.domain.Completion;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** How prompts ended, as records of completions.finished.v1. */
@ApplicationScoped
class FinishedEvents {

    /** Topic completions.finished.v1 too: what is told where the broker did not take the answer itself. */
    static final String UNDELIVERABLE = "completions-undeliverable";

    private final MutinyEmitter<byte[]> emitter;
    private final EventCodec codec;
    private final InstantSource clock;

    FinishedEvents(@Channel(UNDELIVERABLE) MutinyEmitter<byte[]> emitter, EventCodec codec, InstantSource clock) {
        this.emitter = emitter;
        this.codec = codec;
        this.clock = clock;
    }

    Message<byte[]> of(PromptAuthorized prompt, Completion completion) {
        var content = codec.writeContent(completion.content());
        return KafkaMessages.outgoing(codec.encode(completion.eventFor(prompt), content, clock.instant()));
    }

    /** Tells of an ending without its text. Completes when the broker has it, fails where it does not take that either. */
    Uni<Void> undeliverable(PromptAuthorized prompt, Completion completion) {
        return Uni.createFrom().deferred(() -> emitter.sendMessage(of(prompt, completion.undeliverable())));
    }
}
