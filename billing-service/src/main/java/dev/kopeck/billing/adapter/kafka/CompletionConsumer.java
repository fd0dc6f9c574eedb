package dev.kopeck.billing.adapter.kafka;

import dev.kopeck.billing.application.CompletionDecision;
import dev.kopeck.billing.application.SettleCompletions;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Batches of finished completions. Reads headers only: the answer itself is nobody's business here. The offsets move
 * after the broker has acknowledged the outcome of every record.
 */
@ApplicationScoped
class CompletionConsumer {

    private final EventCodec codec;
    private final SettleCompletions settleCompletions;
    private final DeadLetters deadLetters;
    private final RecordSender sender;

    CompletionConsumer(
            EventCodec codec, SettleCompletions settleCompletions, DeadLetters deadLetters, RecordSender sender) {
        this.codec = codec;
        this.settleCompletions = settleCompletions;
        this.deadLetters = deadLetters;
        this.sender = sender;
    }

    @Incoming("completions-finished")
    Uni<Void> on(ConsumerRecords<String, byte[]> batch) {
        var outcomes = new ArrayList<ProducerRecord<String, byte[]>>(batch.count());
        var records = new ArrayList<ConsumerRecord<String, byte[]>>(batch.count());
        var completions = new ArrayList<CompletionFinished>(batch.count());
        for (var record : batch) {
            try {
                completions.add(codec.readFinished(RecordHeaders.texts(record)));
                records.add(record);
            } catch (MalformedEventException e) {
                outcomes.add(deadLetters.letter(record, Objects.requireNonNullElse(e.getMessage(), "malformed")));
            }
        }
        return settleCompletions
                .settle(completions)
                .map(decisions -> {
                    for (int i = 0; i < records.size(); i++) {
                        outcomes.add(outcome(records.get(i), completions.get(i), decisions.get(i)));
                    }
                    return outcomes;
                })
                .chain(sender::sendAll);
    }

    private ProducerRecord<String, byte[]> outcome(
            ConsumerRecord<String, byte[]> record, CompletionFinished completion, CompletionDecision decision) {
        return switch (decision) {
            case CompletionDecision.Told told ->
                RecordSender.message(codec.encode(told.event(), told.at()).correlatedTo(completion.correlationId()));
            case CompletionDecision.Parked parked -> deadLetters.letter(record, parked.reason());
        };
    }
}
