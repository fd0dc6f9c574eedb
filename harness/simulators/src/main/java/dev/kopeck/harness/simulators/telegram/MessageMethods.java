package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import java.util.Optional;
import java.util.Set;

/** What the bot says in a chat: messages, edits, drafts, signs of life, answers to pressed buttons. */
final class MessageMethods {

    private static final long CALLBACK_LIFE_MS = 60_000;
    private static final int CALLBACK_TEXT_MAX = 200;
    private static final Set<String> ACTIONS = Set.of(
            "typing",
            "upload_photo",
            "record_video",
            "upload_video",
            "record_voice",
            "upload_voice",
            "upload_document",
            "choose_sticker",
            "find_location",
            "record_video_note",
            "upload_video_note");

    private final World world;

    MessageMethods(World world) {
        this.world = world;
    }

    JsonNode send(Parameters call) {
        long chatId = chat(call);
        FormattedText content = FormattedText.ofMessage(call);
        JsonNode markup = Keyboards.of(call);
        long replyTo = repliedTo(call, chatId);
        world.dropDraft(chatId);
        ChatMessage message =
                world.chats.add(chatId, true, version(content, markup), replyTo, call.number("message_thread_id", 0));
        world.show("message", message);
        return world.chats.json(message);
    }

    JsonNode editText(Parameters call) {
        ChatMessage message = own(call);
        return edit(message, version(FormattedText.ofMessage(call), Keyboards.of(call)));
    }

    JsonNode editMarkup(Parameters call) {
        ChatMessage message = own(call);
        ChatMessage.Version now = message.current();
        return edit(message, new ChatMessage.Version(now.text(), now.entities(), Keyboards.of(call), at()));
    }

    JsonNode delete(Parameters call) {
        long chatId = chat(call);
        ChatMessage message = world.chats
                .find(chatId, call.number("message_id", 0))
                .orElseThrow(() -> BotApiProblem.badRequest("message to delete not found"));
        world.chats.edit(message.gone());
        world.page.publish(
                Json.object().put("type", "delete").put("chat_id", chatId).put("message_id", message.messageId()));
        return BooleanNode.TRUE;
    }

    JsonNode sendAction(Parameters call) {
        long chatId = chat(call);
        String action = call.text("action");
        if (!ACTIONS.contains(action)) {
            throw BotApiProblem.badRequest("wrong parameter action in request");
        }
        world.page.publish(
                Json.object().put("type", "action").put("chat_id", chatId).put("action", action));
        return BooleanNode.TRUE;
    }

    JsonNode sendDraft(Parameters call) {
        long chatId = chat(call);
        long draftId = call.number("draft_id", 0);
        if (draftId == 0) {
            throw BotApiProblem.badRequest("draft identifier must be non-zero");
        }
        FormattedText content = FormattedText.of(call);
        world.drafts.put(chatId, new World.Draft(draftId, content, call.flag("can_stop"), at()));
        ObjectNode event = Json.object().put("type", "draft").put("chat_id", chatId);
        event.put("draft_id", draftId).put("text", content.text()).put("can_stop", call.flag("can_stop"));
        event.set("entities", content.entities());
        world.page.publish(event);
        return BooleanNode.TRUE;
    }

    JsonNode answerCallback(Parameters call) {
        String id = call.text("callback_query_id");
        Optional<World.Callback> query = Optional.ofNullable(world.callbacks().get(id))
                .filter(waiting -> at() - waiting.atMs() < CALLBACK_LIFE_MS);
        if (query.isEmpty()) {
            throw BotApiProblem.badRequest("query is too old and response timeout expired or query ID is invalid");
        }
        if (call.text("text").length() > CALLBACK_TEXT_MAX) {
            throw BotApiProblem.badRequest("MESSAGE_TOO_LONG");
        }
        world.callbacks().remove(id);
        world.page.publish(Json.object()
                .put("type", "callback_answer")
                .put("chat_id", query.get().userId())
                .put("callback_query_id", id)
                .put("text", call.text("text"))
                .put("show_alert", call.flag("show_alert")));
        return BooleanNode.TRUE;
    }

    private JsonNode edit(ChatMessage message, ChatMessage.Version version) {
        if (version.saysTheSameAs(message.current())) {
            throw BotApiProblem.badRequest("message is not modified: specified new message content and reply markup are"
                    + " exactly the same as a current content and reply markup of the message");
        }
        ChatMessage edited = message.edited(version);
        world.chats.edit(edited);
        world.show("edit", edited);
        return world.chats.json(edited);
    }

    private ChatMessage own(Parameters call) {
        long chatId = chat(call);
        ChatMessage message = world.chats
                .find(chatId, call.number("message_id", 0))
                .orElseThrow(() -> BotApiProblem.badRequest("message to edit not found"));
        if (!message.fromBot()) {
            throw BotApiProblem.badRequest("message can't be edited");
        }
        return message;
    }

    private long chat(Parameters call) {
        String id = call.text("chat_id");
        if (id.isEmpty()) {
            throw BotApiProblem.badRequest("chat_id is empty");
        }
        if (!id.matches("-?\\d{1,18}")) {
            throw BotApiProblem.badRequest("chat not found");
        }
        return world.chats.writable(Long.parseLong(id)).id();
    }

    private long repliedTo(Parameters call, long chatId) {
        JsonNode reply = call.json("reply_parameters");
        long messageId = reply.path("message_id").asLong(0);
        if (messageId == 0 || world.chats.find(chatId, messageId).isPresent()) {
            return messageId;
        }
        if (reply.path("allow_sending_without_reply").asBoolean(false)) {
            return 0;
        }
        throw BotApiProblem.badRequest("message to be replied not found");
    }

    private ChatMessage.Version version(FormattedText content, JsonNode markup) {
        return new ChatMessage.Version(content.text(), content.entities(), markup, at());
    }

    private long at() {
        return world.clock.millis();
    }
}
