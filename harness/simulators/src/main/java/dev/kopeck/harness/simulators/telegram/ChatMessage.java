package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of a private chat with everything that it once said.
 *
 * @param fromBot else from the chat's user
 * @param versions oldest first, never empty; beyond {@value #VERSIONS_MAX} the oldest edits are forgotten
 * @param replyTo id of the message that it answers, 0 where none
 * @param threadId message_thread_id, 0 where none
 */
public record ChatMessage(
        @JsonProperty("message_id") long messageId,
        @JsonProperty("chat_id") long chatId,
        @JsonProperty("from_bot") boolean fromBot,
        List<Version> versions,
        @JsonProperty("reply_to") long replyTo,
        @JsonProperty("thread_id") long threadId,
        boolean deleted) {

    private static final int VERSIONS_MAX = 2_000;

    public ChatMessage {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a message says something");
        }
    }

    /**
     * What a message said at a time.
     *
     * @param entities MessageEntity objects, empty where none
     * @param replyMarkup a JSON null where none
     */
    public record Version(
            String text,
            ArrayNode entities,
            @JsonProperty("reply_markup") JsonNode replyMarkup,
            @JsonProperty("at_ms") long atMs) {

        public Version {
            replyMarkup = replyMarkup.isMissingNode() ? NullNode.getInstance() : replyMarkup;
        }

        boolean saysTheSameAs(Version other) {
            return text.equals(other.text) && entities.equals(other.entities) && replyMarkup.equals(other.replyMarkup);
        }

        @Override
        public String toString() {
            return "Version[characters=" + text.length() + ", atMs=" + atMs + "]";
        }
    }

    /** What the message says now. */
    @JsonIgnore
    public String text() {
        return current().text();
    }

    @JsonIgnore
    public Version current() {
        return versions.getLast();
    }

    @JsonIgnore
    public boolean isEdited() {
        return versions.size() > 1;
    }

    ChatMessage edited(Version version) {
        List<Version> more = new ArrayList<>(versions);
        more.add(version);
        if (more.size() > VERSIONS_MAX) {
            more.remove(1);
        }
        return new ChatMessage(messageId, chatId, fromBot, more, replyTo, threadId, deleted);
    }

    ChatMessage gone() {
        return new ChatMessage(messageId, chatId, fromBot, versions, replyTo, threadId, true);
    }

    /** First and last version only: what a data file keeps. */
    ChatMessage withoutHistory() {
        return versions.size() <= 2
                ? this
                : new ChatMessage(
                        messageId,
                        chatId,
                        fromBot,
                        List.of(versions.getFirst(), versions.getLast()),
                        replyTo,
                        threadId,
                        deleted);
    }
}
