package dev.kopeck.contracts.event;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every Kafka topic of Kopeck: {@code <subject>.<fact>.v<major>}. An additive change of an event stays on its topic; a
 * breaking one gets a new major version. Records that cannot be read go to the dead-letter topic beside their own.
 */
public enum Topic {
    PROMPTS_SUBMITTED("prompts.submitted.v1"),
    PROMPTS_AUTHORIZED("prompts.authorized.v1"),
    PROMPTS_DECLINED("prompts.declined.v1"),
    PROMPTS_CANCELLED("prompts.cancelled.v1"),
    PROMPTS_REPLIES("prompts.replies.v1"),
    COMPLETIONS_CHUNKS("completions.chunks.v1"),
    COMPLETIONS_FINISHED("completions.finished.v1"),
    CHARGES_SETTLED("charges.settled.v1"),
    ACCOUNTS_CHANGED("accounts.changed.v1"),
    PAYMENTS_RECEIVED("payments.received.v1");

    /** Partitions of every topic; the bound of how many replicas of one service can share the work. */
    public static final int PARTITIONS = 24;

    private final String topicName;

    Topic(String topicName) {
        this.topicName = topicName;
    }

    public static Optional<Topic> named(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName.equals(topicName))
                .findFirst();
    }

    /** Whether a door may ask for what becomes of its prompts to be told here: a {@link ReplyAddress} names it. */
    public boolean takesReplies() {
        return this == PROMPTS_REPLIES;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** Where records of this topic go that cannot be read, with the reason in their headers. */
    public String deadLetterName() {
        return topicName + ".dlq";
    }

    /** The CloudEvents type of the events on this topic. */
    public String eventType() {
        return "dev.kopeck." + topicName;
    }
}
