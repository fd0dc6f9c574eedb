package dev.kopeck.contracts.wire;

import dev.kopeck.contracts.event.Topic;
import java.util.Map;

/**
 * A Kafka record without Kafka: what an adapter sends.
 *
 * @param headers UTF-8 texts by name; CloudEvents attributes with their {@code ce_} prefix
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared: copying every value would be waste
public record WireRecord(Topic topic, String key, Map<String, String> headers, byte[] value) {

    /** Without the value: it may be somebody's prompt. */
    @Override
    public String toString() {
        return "WireRecord[topic=%s, key=%s, headers=%s, value=%d bytes]"
                .formatted(topic.topicName(), key, headers, value.length);
    }
}
