package dev.kopeck.billing.adapter.kafka;

import dev.kopeck.contracts.wire.WireHeaders;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Headers as texts, and back. */
final class RecordHeaders {

    private RecordHeaders() {}

    static Map<String, String> texts(ConsumerRecord<?, byte[]> record) {
        return WireHeaders.texts(record.headers(), Header::key, Header::value);
    }

    static void add(ProducerRecord<String, byte[]> record, Map<String, String> headers) {
        headers.forEach((name, text) -> record.headers().add(name, WireHeaders.bytes(text)));
    }
}
