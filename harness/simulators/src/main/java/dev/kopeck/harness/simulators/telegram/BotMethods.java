package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The methods of the Bot API, but for getUpdates, which waits and lives in {@link Polls}. */
final class BotMethods {

    private final World world;
    private final MessageMethods messages;
    private final Map<String, Function<Parameters, JsonNode>> methods = new TreeMap<>();

    BotMethods(World world) {
        this.world = world;
        this.messages = new MessageMethods(world);
        add("getMe", call -> world.bot.meJson());
        add("sendMessage", messages::send);
        add("editMessageText", messages::editText);
        add("editMessageReplyMarkup", messages::editMarkup);
        add("deleteMessage", messages::delete);
        add("sendChatAction", messages::sendAction);
        add("sendMessageDraft", messages::sendDraft);
        add("answerCallbackQuery", messages::answerCallback);
        add("setMyCommands", this::setCommands);
        add("getMyCommands", world.commands::get);
        add("deleteMyCommands", this::deleteCommands);
        add("setMyDescription", this::setDescription);
        add("getMyDescription", call -> Json.object().put("description", world.description()));
        add("setMyShortDescription", call -> BooleanNode.TRUE);
        add("setWebhook", BotMethods::setWebhook);
        add("deleteWebhook", this::deleteWebhook);
        add("getWebhookInfo", this::webhookInfo);
    }

    /** Names are not case-sensitive (https://core.telegram.org/bots/api#making-requests). */
    Optional<Function<Parameters, JsonNode>> named(String name) {
        return Optional.ofNullable(methods.get(name.toLowerCase(Locale.ROOT)));
    }

    private void add(String name, Function<Parameters, JsonNode> method) {
        methods.put(name.toLowerCase(Locale.ROOT), method);
    }

    private JsonNode setCommands(Parameters call) {
        world.commands.set(call);
        return commandsChanged();
    }

    private JsonNode deleteCommands(Parameters call) {
        world.commands.delete(call);
        return commandsChanged();
    }

    private JsonNode commandsChanged() {
        world.page.publish(Json.object().put("type", "state"));
        return BooleanNode.TRUE;
    }

    private JsonNode setDescription(Parameters call) {
        if (call.text("language_code").isEmpty()) {
            world.describe(call.text("description"));
            world.page.publish(Json.object().put("type", "state"));
        }
        return BooleanNode.TRUE;
    }

    private static JsonNode setWebhook(Parameters call) {
        if (!call.text("url").isEmpty()) {
            throw BotApiProblem.badRequest("bad webhook: the simulator knows long polling only");
        }
        return BooleanNode.TRUE;
    }

    private JsonNode deleteWebhook(Parameters call) {
        if (call.flag("drop_pending_updates")) {
            world.updates.clear();
        }
        return BooleanNode.TRUE;
    }

    private JsonNode webhookInfo(Parameters call) {
        ObjectNode info = Json.object().put("url", "").put("has_custom_certificate", false);
        return info.put("pending_update_count", world.updates.all().size());
    }
}
