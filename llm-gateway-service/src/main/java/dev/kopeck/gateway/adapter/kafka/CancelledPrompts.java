package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.gateway.application.RunningPrompts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Stops answers that nobody wants any more. Every gateway reads every cancellation, from now on only: the one that
 * answers the prompt stops, the others have nothing to do.
 */
@ApplicationScoped
class CancelledPrompts {

    /** Topic prompts.cancelled.v1. */
    static final String INCOMING = "prompts-cancelled";

    private static final Logger LOG = Logger.getLogger(CancelledPrompts.class);

    private final RunningPrompts running;
    private final DeadLetters deadLetters;
    private final EventCodec codec;

    CancelledPrompts(RunningPrompts running, DeadLetters deadLetters, EventCodec codec) {
        this.running = running;
        this.deadLetters = deadLetters;
        this.codec = codec;
    }

    @Incoming(INCOMING)
    Uni<Void> cancel(ConsumerRecord<String, byte[]> record) {
        try {
            var cancelled = codec.read(record.value(), PromptCancelled.class);
            if (running.cancel(cancelled.promptId())) {
                LOG.infof("An answer is stopped. promptId=%s", cancelled.promptId());
            }
            return Uni.createFrom().voidItem();
        } catch (MalformedEventException malformed) {
            return deadLetters.park(record, String.valueOf(malformed.getMessage()));
        }
    }
}
