package dev.kopeck.billing.adapter.kafka;

import dev.kopeck.billing.application.CreditPayments;
import dev.kopeck.billing.application.PaymentDecision;
import dev.kopeck.contracts.event.PaymentReceived;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Batches of received payments. What is told of a credited one waits in the outbox, so only dead letters are sent from
 * here. The offsets move after the books have taken the batch and the broker has acknowledged every letter.
 */
@ApplicationScoped
class PaymentConsumer {

    private final EventCodec codec;
    private final CreditPayments creditPayments;
    private final DeadLetters deadLetters;
    private final RecordSender sender;

    PaymentConsumer(EventCodec codec, CreditPayments creditPayments, DeadLetters deadLetters, RecordSender sender) {
        this.codec = codec;
        this.creditPayments = creditPayments;
        this.deadLetters = deadLetters;
        this.sender = sender;
    }

    @Incoming("payments-received")
    Uni<Void> on(ConsumerRecords<String, byte[]> batch) {
        var letters = new ArrayList<ProducerRecord<String, byte[]>>();
        var records = new ArrayList<ConsumerRecord<String, byte[]>>(batch.count());
        var payments = new ArrayList<PaymentReceived>(batch.count());
        for (var record : batch) {
            try {
                payments.add(codec.read(record.value(), PaymentReceived.class));
                records.add(record);
            } catch (MalformedEventException e) {
                letters.add(deadLetters.letter(record, Objects.requireNonNullElse(e.getMessage(), "malformed")));
            }
        }
        return creditPayments
                .credit(payments)
                .map(decisions -> letters(letters, records, decisions))
                .chain(sender::sendAll);
    }

    private List<ProducerRecord<String, byte[]>> letters(
            List<ProducerRecord<String, byte[]>> letters,
            List<ConsumerRecord<String, byte[]>> records,
            List<PaymentDecision> decisions) {
        for (int i = 0; i < records.size(); i++) {
            if (decisions.get(i) instanceof PaymentDecision.Parked parked) {
                letters.add(deadLetters.letter(records.get(i), parked.reason()));
            }
        }
        return letters;
    }
}
