package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.wire.WireHeaders;
import dev.kopeck.contracts.wire.WireRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Between messages of the framework and records of the wire. */
final class KafkaMessages {

    private KafkaMessages() {}

    /** The record that a message came as. */
    @SuppressWarnings("unchecked") // keys and values are typed by the channel's deserializers
    static ConsumerRecord<String, byte[]> recordOf(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> (ConsumerRecord<String, byte[]>) metadata.getRecord())
                .orElseThrow(() -> new IllegalStateException("a message without a record did not come from Kafka"));
    }

    static Map<String, String> headersOf(ConsumerRecord<String, byte[]> record) {
        return WireHeaders.texts(record.headers(), Header::key, Header::value);
    }

    /** A message that goes out as this record. */
    static Message<byte[]> outgoing(WireRecord wire) {
        var headers = new RecordHeaders();
        wire.headers().forEach((name, text) -> headers.add(name, WireHeaders.bytes(text)));
        return outgoing(wire.topic().topicName(), wire.key(), headers, wire.value());
    }

    static Message<byte[]> outgoing(String topic, String key, Headers headers, byte[] value) {
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(headers)
                .build();
        return Message.of(value, Metadata.of(metadata));
    }
}
