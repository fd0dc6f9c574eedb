package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import java.util.Set;

/**
 * Text and entities as Telegram takes them: lengths in UTF-16 units, blanks at both ends cut off, entities that leave
 * the text refused, and what looks like a command, a link or a name found by the server.
 */
record FormattedText(String text, ArrayNode entities) {

    static final int TEXT_MAX = 4096;
    private static final int ENTITIES_MAX = 100;
    private static final Set<String> TYPES = Set.of(
            "mention",
            "hashtag",
            "cashtag",
            "bot_command",
            "url",
            "email",
            "phone_number",
            "bold",
            "italic",
            "underline",
            "strikethrough",
            "spoiler",
            "blockquote",
            "expandable_blockquote",
            "code",
            "pre",
            "text_link",
            "text_mention",
            "custom_emoji",
            "date_time");

    /** A message of a bot: at least one visible character. */
    static FormattedText ofMessage(Parameters parameters) {
        FormattedText text = of(parameters);
        if (text.text.isEmpty()) {
            throw BotApiProblem.badRequest("message text is empty");
        }
        return text;
    }

    /** A draft of a bot, which may be empty. */
    static FormattedText of(Parameters parameters) {
        if (!parameters.text("parse_mode").isEmpty()) {
            throw BotApiProblem.badRequest("can't parse entities: the simulator takes entities, not a parse_mode");
        }
        String text = parameters.text("text").replace("\r", "");
        ArrayNode entities = checked(parameters.array("entities"), text);
        FormattedText trimmed = trimmed(text, entities);
        if (trimmed.text.length() > TEXT_MAX) {
            throw BotApiProblem.badRequest("message is too long");
        }
        return trimmed.detected();
    }

    /** A user's message. */
    static FormattedText plain(String text) {
        return new FormattedText(text, Json.MAPPER.createArrayNode()).detected();
    }

    private FormattedText detected() {
        return new FormattedText(text, EntityDetection.in(text, entities));
    }

    private static ArrayNode checked(ArrayNode given, String text) {
        ArrayNode entities = Json.MAPPER.createArrayNode();
        for (JsonNode entity : given) {
            check(entity, text);
            if (entities.size() < ENTITIES_MAX) {
                entities.add(entity);
            }
        }
        return entities;
    }

    private static void check(JsonNode entity, String text) {
        if (!TYPES.contains(entity.path("type").asText(""))) {
            throw BotApiProblem.badRequest("can't parse MessageEntity: Unsupported type specified");
        }
        if (!entity.path("offset").canConvertToInt() || !entity.path("length").canConvertToInt()) {
            throw BotApiProblem.badRequest("can't parse MessageEntity: offset and length must be numbers");
        }
        int offset = entity.path("offset").intValue();
        int length = entity.path("length").intValue();
        if (offset < 0 || length <= 0 || offset > text.length()) {
            throw BotApiProblem.badRequest("receive an entity with incorrect offset/length " + offset + "/" + length);
        }
        if (length > text.length() - offset) {
            throw BotApiProblem.badRequest("entity beginning at UTF-16 offset " + offset
                    + " ends after the end of the text at UTF-16 offset " + text.length());
        }
        if (splitsCharacter(text, offset) || splitsCharacter(text, offset + length)) {
            throw BotApiProblem.badRequest(
                    "entity beginning at UTF-16 offset " + offset + " begins or ends in the middle of a UTF-16 symbol");
        }
        if ("text_link".equals(entity.path("type").asText())
                && entity.path("url").asText("").isEmpty()) {
            throw BotApiProblem.badRequest("can't parse MessageEntity: url is empty");
        }
    }

    private static boolean splitsCharacter(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }

    private static FormattedText trimmed(String text, ArrayNode entities) {
        String left = text.stripLeading();
        String both = left.stripTrailing();
        if (both.length() == text.length()) {
            return new FormattedText(text, entities);
        }
        int cut = text.length() - left.length();
        ArrayNode moved = Json.MAPPER.createArrayNode();
        for (JsonNode entity : entities) {
            int offset = entity.path("offset").intValue() - cut;
            int end = Math.min(both.length(), offset + entity.path("length").intValue());
            if (end > Math.max(0, offset) && entity.deepCopy() instanceof ObjectNode copy) {
                moved.add(copy.put("offset", Math.max(0, offset)).put("length", end - Math.max(0, offset)));
            }
        }
        return new FormattedText(both, moved);
    }
}
