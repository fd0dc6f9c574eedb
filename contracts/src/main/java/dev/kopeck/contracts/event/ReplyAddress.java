package dev.kopeck.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a door waits for what becomes of a prompt. Billing tells that there instead of on the shared topics, so that the
 * one process that holds a client's connection hears of it.
 *
 * @param topic one that takes replies, see {@link Topic#takesReplies}
 * @param partition of that topic, at least 0 and below {@link Topic#PARTITIONS}; null where any will do
 * @param correlationId what the door calls the prompt; comes back with the reply, and with the charge
 */
public record ReplyAddress(Topic topic, @Nullable Integer partition, String correlationId) {

    /** In characters. */
    public static final int LONGEST_CORRELATION_ID = 200;

    public ReplyAddress {
        if (!topic.takesReplies()) {
            throw new IllegalArgumentException("replies do not go to " + topic.topicName());
        }
        if (partition != null && (partition < 0 || partition >= Topic.PARTITIONS)) {
            throw new IllegalArgumentException("a partition is from 0 to " + (Topic.PARTITIONS - 1));
        }
        if (correlationId.isBlank() || correlationId.length() > LONGEST_CORRELATION_ID) {
            throw new IllegalArgumentException(
                    "a correlation id has from 1 to %d characters".formatted(LONGEST_CORRELATION_ID));
        }
    }
}
