package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.WireHeaders;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.gateway.application.relay.RelayEvents;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;

/**
 * Relayed requests towards billing. Only facts travel: a submitted prompt has no value at all, and a finished one no text.
 */
@ApplicationScoped
class KafkaRelayEvents implements RelayEvents {

    /** Topic prompts.submitted.v1; gives up soon, since a client waits. */
    static final String SUBMITTED = "relay-submitted";
    /** Topic completions.finished.v1; never gives up, since the answer was delivered. */
    static final String FINISHED = "relay-finished";

    private static final Logger LOG = Logger.getLogger(KafkaRelayEvents.class);
    private static final byte[] NOTHING = {};

    private final KafkaClientService kafka;
    private final EventCodec codec;
    private final InstantSource clock;
    private final byte[] noText;

    /**
     * @param submitted asked for so that the channel, and with it the producer, exists
     * @param finished the same
     */
    KafkaRelayEvents(
            KafkaClientService kafka,
            @Channel(SUBMITTED) MutinyEmitter<byte[]> submitted,
            @Channel(FINISHED) MutinyEmitter<byte[]> finished,
            EventCodec codec,
            InstantSource clock) {
        this.kafka = kafka;
        this.codec = codec;
        this.clock = clock;
        this.noText = codec.writeContent(new CompletionContent("", null, null));
    }

    @Override
    public CompletionStage<Void> submit(PromptSubmitted prompt) {
        return send(SUBMITTED, codec.encode(prompt, NOTHING, clock.instant()));
    }

    @Override
    public void finish(CompletionFinished finished) {
        var _ = send(FINISHED, codec.encode(finished, noText, clock.instant())).whenComplete((sent, failure) -> {
            if (failure != null) {
                LOG.errorf(
                        "The end of a relayed request could not be told: its hold will expire. promptId=%s cause=%s",
                        finished.promptId(), failure.getClass().getName());
            }
        });
    }

    private CompletionStage<Void> send(String channel, WireRecord wire) {
        KafkaProducer<String, byte[]> producer = kafka.getProducer(channel);
        var record = new ProducerRecord<>(wire.topic().topicName(), wire.key(), wire.value());
        wire.headers().forEach((name, text) -> record.headers().add(name, WireHeaders.bytes(text)));
        return producer.send(record).replaceWithVoid().subscribeAsCompletionStage();
    }
}
