package dev.kopeck.telegram.adapter.kafka;

import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.telegram.application.PromptEvents;
import dev.kopeck.telegram.application.StoredPrompt;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** {@link PromptEvents} on prompts.submitted.v1. */
@ApplicationScoped
class KafkaPromptEvents implements PromptEvents {

    static final String CHANNEL = "prompts-out";

    private final MutinyEmitter<Record<String, byte[]>> emitter;
    private final EventCodec codec;

    KafkaPromptEvents(@Channel(CHANNEL) MutinyEmitter<Record<String, byte[]>> emitter, EventCodec codec) {
        this.emitter = emitter;
        this.codec = codec;
    }

    /** The event's time is the prompt's, so that a repeated event is the same to the last byte. */
    @Override
    public Uni<Void> submitted(StoredPrompt prompt) {
        var facts = prompt.facts();
        var wire = codec.encode(
                facts, codec.writeContent(prompt.content()), facts.promptId().time());
        return emitter.sendMessage(message(wire));
    }

    private static Message<Record<String, byte[]>> message(WireRecord wire) {
        var headers = new RecordHeaders();
        wire.headers().forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(wire.topic().topicName())
                .withHeaders(headers)
                .build();
        return Message.of(Record.of(wire.key(), wire.value()), Metadata.of(metadata));
    }
}
