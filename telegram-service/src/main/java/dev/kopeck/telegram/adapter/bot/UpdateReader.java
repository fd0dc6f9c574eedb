package dev.kopeck.telegram.adapter.bot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.Update;
import dev.kopeck.telegram.domain.Update.Content;
import dev.kopeck.telegram.domain.Update.Irrelevant;
import dev.kopeck.telegram.domain.Update.Message;
import dev.kopeck.telegram.domain.Update.Origin;
import dev.kopeck.telegram.domain.Update.Unreadable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Updates out of JSON. One that cannot be read becomes a value too, since its offset has to move; one without an id
 * cannot be confirmed by itself and is passed over.
 */
final class UpdateReader {

    private static final Set<String> READABLE_ONE_DAY = Set.of(
            "animation",
            "audio",
            "contact",
            "dice",
            "document",
            "location",
            "photo",
            "poll",
            "sticker",
            "story",
            "venue",
            "video",
            "video_note",
            "voice");

    /** 9999-12-31T23:59:59Z. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private UpdateReader() {}

    static Optional<List<Update>> readAll(JsonNode result) {
        if (!result.isArray()) {
            return Optional.empty();
        }
        var updates = new ArrayList<Update>();
        for (var node : result) {
            if (node.path("update_id").canConvertToLong()) {
                updates.add(read(node.path("update_id").asLong(), node.path("message")));
            }
        }
        return Optional.of(List.copyOf(updates));
    }

    private static Update read(long updateId, JsonNode message) {
        if (message.isMissingNode() || !isByAPerson(message)) {
            return new Irrelevant(updateId);
        }
        try {
            return new Message(updateId, origin(message), content(message));
        } catch (FieldException e) {
            return new Unreadable(updateId, e.reason);
        }
    }

    /** Channels have no sender; bots, this one included, are nobody's customers. */
    private static boolean isByAPerson(JsonNode message) {
        boolean isChannel = message.path("chat").path("type").asText("").equals("channel");
        return !isChannel
                && message.has("from")
                && !message.path("from").path("is_bot").asBoolean(false);
    }

    private static Origin origin(JsonNode message) throws FieldException {
        var from = message.path("from");
        boolean isInTopic = message.path("is_topic_message").asBoolean(false);
        long thread = isInTopic ? message.path("message_thread_id").asLong(0) : ChatAddress.NO_THREAD;
        return new Origin(
                new ChatAddress(number(message.path("chat").path("id"), "message.chat.id"), thread),
                number(message.path("message_id"), "message.message_id"),
                userId(from),
                from.path("language_code").asText(""),
                date(message));
    }

    /** Beyond these years a time can neither be written nor reckoned with. */
    private static Instant date(JsonNode message) throws FieldException {
        long seconds = number(message.path("date"), "message.date");
        if (seconds < 0 || seconds > LAST_SECOND) {
            throw new FieldException("message.date is not a time");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static long userId(JsonNode from) throws FieldException {
        long id = number(from.path("id"), "message.from.id");
        if (id < 1) {
            throw new FieldException("message.from.id is not a user's id");
        }
        return id;
    }

    private static Content content(JsonNode message) throws FieldException {
        var text = message.path("text");
        if (text.isTextual()) {
            long replied =
                    message.path("reply_to_message").path("from").path("id").asLong(0);
            return new Content.Text(text.asText(), replied);
        }
        if (!text.isMissingNode()) {
            throw new FieldException("message.text is not a text");
        }
        return READABLE_ONE_DAY.stream().anyMatch(message::has) ? new Content.Other() : new Content.Service();
    }

    private static long number(JsonNode node, String field) throws FieldException {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new FieldException(field + " is not a whole number");
        }
        return node.asLong();
    }

    /** Names a field that is not as it should be, never its content. */
    private static final class FieldException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String reason;

        FieldException(String reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
