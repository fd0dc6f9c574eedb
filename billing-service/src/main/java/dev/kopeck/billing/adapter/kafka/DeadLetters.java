package dev.kopeck.billing.adapter.kafka;

import dev.kopeck.billing.application.BillingMetrics;
import dev.kopeck.contracts.wire.DeadLetter;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Sets records aside that cannot be handled: untouched, beside their topic, with the reason in their headers. */
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private static final byte[] NOTHING = {};

    private final BillingMetrics metrics;

    DeadLetters(BillingMetrics metrics) {
        this.metrics = metrics;
    }

    ProducerRecord<String, byte[]> letter(ConsumerRecord<String, byte[]> record, String reason) {
        metrics.deadLetter(record.topic());
        LOG.warnf(
                "Record set aside topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), reason);
        var letter = new ProducerRecord<>(
                DeadLetter.topicOf(record.topic()), record.key(), record.value() == null ? NOTHING : record.value());
        record.headers().forEach(letter.headers()::add);
        var facts = new DeadLetter(record.topic(), record.partition(), record.offset(), reason);
        RecordHeaders.add(letter, facts.headers());
        return letter;
    }
}
