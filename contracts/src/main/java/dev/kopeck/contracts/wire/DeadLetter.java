package dev.kopeck.contracts.wire;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where a record that is set aside came from, and why: what is added to its own headers in its dead-letter topic. All
 * services tell it the same way, so that an operator looks for it in one.
 *
 * @param reason names the header or field at fault; never quotes a value
 */
public record DeadLetter(String topic, int partition, long offset, String reason) {

    /** In front of the name of each header. */
    public static final String PREFIX = "dead-letter-";

    private static final String SUFFIX = ".dlq";

    /** Where records of this topic are set aside; a letter that cannot be kept as it is stays among its own. */
    public static String topicOf(String topic) {
        return topic.endsWith(SUFFIX) ? topic : topic + SUFFIX;
    }

    /** The headers to add. */
    public Map<String, String> headers() {
        var headers = new TreeMap<>(headers(topic, reason));
        headers.put(PREFIX + "partition", Integer.toString(partition));
        headers.put(PREFIX + "offset", Long.toString(offset));
        return headers;
    }

    /** Those of a record that never got a place in its topic, or among that topic's dead letters. */
    public static Map<String, String> headers(String topic, String reason) {
        var origin = topic.endsWith(SUFFIX) ? topic.substring(0, topic.length() - SUFFIX.length()) : topic;
        return new TreeMap<>(Map.of(PREFIX + "topic", origin, PREFIX + "reason", reason));
    }
}
