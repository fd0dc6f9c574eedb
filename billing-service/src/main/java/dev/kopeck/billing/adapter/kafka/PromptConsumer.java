package dev.kopeck.billing.adapter.kafka;

import dev.kopeck.billing.application.PromptDecision;
import dev.kopeck.billing.application.ReservePrompts;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Batches of submitted prompts. Reads headers only; the value goes on as it came. The offsets move after the broker has
 * acknowledged the outcome of every record.
 */
@ApplicationScoped
class PromptConsumer {

    private static final byte[] NOTHING = {};

    private final EventCodec codec;
    private final ReservePrompts reservePrompts;
    private final DeadLetters deadLetters;
    private final RecordSender sender;
    private final Clock clock;

    PromptConsumer(
            EventCodec codec,
            ReservePrompts reservePrompts,
            DeadLetters deadLetters,
            RecordSender sender,
            Clock clock) {
        this.codec = codec;
        this.reservePrompts = reservePrompts;
        this.deadLetters = deadLetters;
        this.sender = sender;
        this.clock = clock;
    }

    @Incoming("prompts-submitted")
    Uni<Void> on(ConsumerRecords<String, byte[]> batch) {
        var outcomes = new ArrayList<ProducerRecord<String, byte[]>>(batch.count());
        var records = new ArrayList<ConsumerRecord<String, byte[]>>(batch.count());
        var prompts = new ArrayList<PromptSubmitted>(batch.count());
        for (var record : batch) {
            try {
                prompts.add(codec.readSubmitted(RecordHeaders.texts(record)));
                records.add(record);
            } catch (MalformedEventException e) {
                outcomes.add(deadLetters.letter(record, Objects.requireNonNullElse(e.getMessage(), "malformed")));
            }
        }
        return reservePrompts
                .decide(prompts)
                .map(decisions -> {
                    for (int i = 0; i < records.size(); i++) {
                        add(outcomes, records.get(i), prompts.get(i), decisions.get(i));
                    }
                    return outcomes;
                })
                .chain(sender::sendAll);
    }

    /** A door that waits for a reply gets it where it waits: the prompt as it came this time names that place. */
    private void add(
            List<ProducerRecord<String, byte[]>> outcomes,
            ConsumerRecord<String, byte[]> record,
            PromptSubmitted prompt,
            PromptDecision decision) {
        switch (decision) {
            case PromptDecision.Authorized authorized ->
                outcomes.add(RecordSender.message(codec.encode(authorized.event(), value(record), clock.instant())
                        .repliedTo(prompt.replyTo())));
            case PromptDecision.Declined declined ->
                outcomes.add(RecordSender.message(
                        codec.encode(declined.event(), clock.instant()).repliedTo(prompt.replyTo())));
            case PromptDecision.Parked parked -> outcomes.add(deadLetters.letter(record, parked.reason()));
            case PromptDecision.Silent silent -> {}
        }
    }

    private static byte[] value(ConsumerRecord<String, byte[]> record) {
        return record.value() == null ? NOTHING : record.value();
    }
}
