package dev.kopeck.contracts.wire;

import dev.kopeck.contracts.event.ReplyAddress;
import dev.kopeck.contracts.event.Topic;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A reply address as headers, in the form of SmallRye's {@code KafkaRequestReply}: the topic's name, the partition as
 * four bytes (big-endian), the correlation id.
 *
 * @see <a href="https://smallrye.io/smallrye-reactive-messaging/latest/kafka/request-reply/">Kafka Request/Reply</a>
 */
public final class ReplyHeaders {

    public static final String TOPIC = "REPLY_TOPIC";
    public static final String PARTITION = "REPLY_PARTITION";
    public static final String CORRELATION_ID = "REPLY_CORRELATION_ID";

    private static final int LONGEST_QUOTE = 40;
    private static final int PARTITION_BYTES = 4;

    private ReplyHeaders() {}

    static void write(ReplyAddress address, Map<String, String> headers) {
        headers.put(TOPIC, address.topic().topicName());
        var partition = address.partition();
        if (partition != null) {
            // All partitions are below 128, so that each of the four bytes is a character of its own in UTF-8.
            headers.put(PARTITION, "\0\0\0" + (char) partition.intValue());
        }
        headers.put(CORRELATION_ID, address.correlationId());
    }

    static void write(@Nullable String correlationId, Map<String, String> headers) {
        if (correlationId != null) {
            headers.put(CORRELATION_ID, correlationId);
        }
    }

    /** Null where the record names no topic for replies. */
    static @Nullable ReplyAddress address(Map<String, String> headers) throws MalformedEventException {
        var topic = headers.get(TOPIC);
        if (topic == null) {
            return null;
        }
        var correlationId = correlationId(headers);
        if (correlationId == null) {
            throw new MalformedEventException("header " + CORRELATION_ID + " is missing");
        }
        return new ReplyAddress(topic(topic), partition(headers.get(PARTITION)), correlationId);
    }

    static @Nullable String correlationId(Map<String, String> headers) throws MalformedEventException {
        var id = headers.get(CORRELATION_ID);
        if (id != null && (id.isBlank() || id.length() > ReplyAddress.LONGEST_CORRELATION_ID)) {
            throw new MalformedEventException("header %s must have from 1 to %d characters"
                    .formatted(CORRELATION_ID, ReplyAddress.LONGEST_CORRELATION_ID));
        }
        return id;
    }

    /** Only topics that are there for it: a door cannot make billing write anywhere else. */
    private static Topic topic(String name) throws MalformedEventException {
        return Topic.named(name)
                .filter(Topic::takesReplies)
                .orElseThrow(() -> new MalformedEventException("header %s must be %s but is \"%s\""
                        .formatted(
                                TOPIC,
                                Arrays.stream(Topic.values())
                                        .filter(Topic::takesReplies)
                                        .map(Topic::topicName)
                                        .collect(Collectors.joining(" or ")),
                                name.length() > LONGEST_QUOTE ? name.substring(0, LONGEST_QUOTE) + "…" : name)));
    }

    private static @Nullable Integer partition(@Nullable String bytes) throws MalformedEventException {
        if (bytes == null) {
            return null;
        }
        if (bytes.length() == PARTITION_BYTES && bytes.startsWith("\0\0\0") && bytes.charAt(3) < Topic.PARTITIONS) {
            return (int) bytes.charAt(3);
        }
        throw new MalformedEventException(
                "header %s must be four bytes, big-endian, from 0 to %d".formatted(PARTITION, Topic.PARTITIONS - 1));
    }
}
