package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kopeck.harness.simulators.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The bot's commands by scope and language (https://core.telegram.org/bots/api#botcommandscope). */
final class Commands {

    private static final int COMMANDS_MAX = 100;
    private static final int DESCRIPTION_MAX = 256;

    private final Map<String, ArrayNode> lists = new LinkedHashMap<>();

    void set(Parameters parameters) {
        ArrayNode commands = parameters.array("commands");
        if (commands.size() > COMMANDS_MAX) {
            throw BotApiProblem.badRequest("BOT_COMMANDS_TOO_MUCH");
        }
        commands.forEach(Commands::check);
        lists.put(key(parameters), commands);
    }

    ArrayNode get(Parameters parameters) {
        return lists.getOrDefault(key(parameters), Json.MAPPER.createArrayNode());
    }

    void delete(Parameters parameters) {
        lists.remove(key(parameters));
    }

    /** What the menu of a user's private chat shows: the narrowest scope wins, the user's language before none. */
    ArrayNode visibleTo(SimulatedUser user) {
        for (String scope : List.of("chat:" + user.id(), "all_private_chats:", "default:")) {
            for (String language : List.of(user.languageCode(), "")) {
                ArrayNode found = lists.get(scope + "/" + language);
                if (found != null && !found.isEmpty()) {
                    return found;
                }
            }
        }
        return Json.MAPPER.createArrayNode();
    }

    Map<String, ArrayNode> all() {
        return Map.copyOf(lists);
    }

    void restore(Map<String, ArrayNode> kept) {
        lists.putAll(kept);
    }

    void clear() {
        lists.clear();
    }

    private static void check(JsonNode command) {
        if (!command.path("command").asText("").matches("/?[a-z0-9_]{1,32}")) {
            throw BotApiProblem.badRequest("BOT_COMMAND_INVALID");
        }
        int length = command.path("description").asText("").length();
        if (length < 1 || length > DESCRIPTION_MAX) {
            throw BotApiProblem.badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
        }
    }

    private static String key(Parameters parameters) {
        JsonNode scope = parameters.json("scope");
        String type = Objects.requireNonNullElse(scope.path("type").asText(), "");
        return (type.isEmpty() ? "default" : type) + ":" + scope.path("chat_id").asText("") + "/"
                + parameters.text("language_code");
    }
}
