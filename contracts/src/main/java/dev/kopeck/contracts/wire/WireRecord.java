package dev.kopeck.contracts.wire;

import dev.kopeck.contracts.event.ReplyAddress;
import dev.kopeck.contracts.event.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record without Kafka: what an adapter sends.
 *
 * @param headers UTF-8 texts by name; CloudEvents attributes with their {@code ce_} prefix
 * @param partition the one that was asked for; null where the key decides
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared: copying every value would be waste
public record WireRecord(
        Topic topic,
        String key,
        Map<String, String> headers,
        byte[] value,
        @Nullable Integer partition) {

    /** A record whose key decides where it goes. */
    public WireRecord(Topic topic, String key, Map<String, String> headers, byte[] value) {
        this(topic, key, headers, value, null);
    }

    /** The same record as a reply, on the topic that the address names; on its own topic where there is none. */
    public WireRecord repliedTo(@Nullable ReplyAddress address) {
        return address == null
                ? this
                : new WireRecord(address.topic(), key, correlated(address.correlationId()), value, address.partition());
    }

    /** The same record, for who waits under this id; unchanged where nobody does. */
    public WireRecord correlatedTo(@Nullable String correlationId) {
        return correlationId == null ? this : new WireRecord(topic, key, correlated(correlationId), value, partition);
    }

    private Map<String, String> correlated(String correlationId) {
        var all = new LinkedHashMap<>(headers);
        ReplyHeaders.write(correlationId, all);
        return all;
    }

    /** Without the value: it may be somebody's prompt. */
    @Override
    public String toString() {
        return "WireRecord[topic=%s, key=%s, headers=%s, value=%d bytes]"
                .formatted(topic.topicName(), key, headers, value.length);
    }
}
