package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Everything that the simulator remembers, and who hears of changes: the chat pages, and the waiting poll. One thread,
 * the event loop's, reads and writes it.
 */
final class World {

    private static final int CALLBACKS_MAX = 1_000;

    final Bot bot;
    final Clock clock;
    final Chats chats;
    final UpdateQueue updates;
    final Commands commands = new Commands();
    final PageEvents page = new PageEvents();
    final Polls polls;

    /** The streamed preview that a chat shows, by chat. */
    final Map<Long, Draft> drafts = new HashMap<>();

    private final SequencedMap<String, Callback> callbacks = new LinkedHashMap<>();
    private String description = "";

    World(Bot bot, Clock clock, long firstUpdateId) {
        this.bot = bot;
        this.clock = clock;
        this.chats = new Chats(bot);
        this.updates = new UpdateQueue(clock, firstUpdateId);
        this.polls = new Polls(updates, page, clock);
    }

    /** @param canStop whether the user may stop what is being written */
    record Draft(long draftId, FormattedText content, boolean canStop, long atMs) {}

    /** A pressed button that waits for its answer. */
    record Callback(long userId, long atMs) {}

    void tell(String type, JsonNode body) {
        if (updates.add(type, body).isPresent()) {
            polls.wake();
        }
    }

    void show(String kind, ChatMessage message) {
        ObjectNode event = Json.object().put("type", kind).put("chat_id", message.chatId());
        event.set("message", pageJson(message));
        page.publish(event);
    }

    void dropDraft(long chatId) {
        if (drafts.remove(chatId) != null) {
            page.publish(Json.object().put("type", "draft_gone").put("chat_id", chatId));
        }
    }

    ObjectNode pageJson(ChatMessage message) {
        return chats.json(message)
                .put("from_bot", message.fromBot())
                .put("edits", message.versions().size() - 1);
    }

    void remember(String callbackId, Callback callback) {
        callbacks.put(callbackId, callback);
        if (callbacks.size() > CALLBACKS_MAX) {
            callbacks.pollFirstEntry();
        }
    }

    Map<String, Callback> callbacks() {
        return callbacks;
    }

    String description() {
        return description;
    }

    void describe(String text) {
        description = text;
    }

    /** As new, but for the users, and for the ids, which go on: an id is never used twice. */
    void reset() {
        chats.clear();
        updates.clear();
        commands.clear();
        drafts.clear();
        callbacks.clear();
        description = "";
        page.publish(Json.object().put("type", "reset"));
    }
}
