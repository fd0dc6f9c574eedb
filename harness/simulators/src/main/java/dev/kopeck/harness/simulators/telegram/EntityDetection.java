package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what Telegram's server finds by itself, outside of code and of what the bot marked already. */
final class EntityDetection {

    private static final String NOT_IN_WORD = "(?<![\\w/@<>])";
    private static final Map<String, Pattern> PATTERNS = Map.of(
            "bot_command", Pattern.compile(NOT_IN_WORD + "/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\\w/<>])"),
            "mention", Pattern.compile(NOT_IN_WORD + "@[A-Za-z0-9_]{4,32}\\b"),
            "hashtag", Pattern.compile(NOT_IN_WORD + "#\\p{L}[\\p{L}\\p{N}_]{0,63}"),
            "url", Pattern.compile("\\bhttps?://[^\\s<>\"“”]{1,2000}[^\\s<>\"“”.,:;!?)\\]]"),
            "email", Pattern.compile("\\b[\\w.+-]{1,64}@[\\w-]{1,64}(?:\\.[\\w-]{2,24}){1,4}\\b"));

    private EntityDetection() {}

    /** The given entities and the found ones, in order of their offset. */
    static ArrayNode in(String text, ArrayNode given) {
        List<JsonNode> all = new ArrayList<>();
        given.forEach(all::add);
        for (String type : List.of("url", "email", "bot_command", "mention", "hashtag")) {
            Matcher found = PATTERNS.getOrDefault(type, Pattern.compile("")).matcher(text);
            while (found.find()) {
                ObjectNode entity = Json.object()
                        .put("type", type)
                        .put("offset", found.start())
                        .put("length", found.end() - found.start());
                if (all.stream().noneMatch(other -> overlap(entity, other))) {
                    all.add(entity);
                }
            }
        }
        all.sort(Comparator.comparingInt(entity -> entity.path("offset").intValue()));
        return Json.MAPPER.createArrayNode().addAll(all);
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return start(one) < end(other) && start(other) < end(one);
    }

    private static int start(JsonNode entity) {
        return entity.path("offset").intValue();
    }

    private static int end(JsonNode entity) {
        return start(entity) + entity.path("length").intValue();
    }
}
