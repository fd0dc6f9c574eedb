package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Users, their private chats with the bot, and every message. For the event loop only. */
final class Chats {

    private static final int MESSAGES_PER_CHAT_MAX = 2_000;
    private static final long MS_PER_SECOND = 1000;

    private final Bot bot;
    private final Map<Long, SimulatedUser> users = new LinkedHashMap<>();
    private final Map<Long, TreeMap<Long, ChatMessage>> messages = new LinkedHashMap<>();
    private final Set<Long> blocked = new HashSet<>();
    private final EditHistories histories = new EditHistories();
    private long lastMessageId;

    Chats(Bot bot) {
        this.bot = bot;
    }

    void addUser(SimulatedUser user) {
        users.put(user.id(), user);
    }

    Collection<SimulatedUser> users() {
        return List.copyOf(users.values());
    }

    Optional<SimulatedUser> user(long id) {
        return Optional.ofNullable(users.get(id));
    }

    /** @throws IllegalArgumentException for nobody */
    SimulatedUser existing(long userId) {
        return user(userId).orElseThrow(() -> new IllegalArgumentException("there is no user " + userId));
    }

    void block(long userId, boolean blocks) {
        if (blocks) {
            blocked.add(userId);
        } else {
            blocked.remove(userId);
        }
    }

    boolean hasBlocked(long userId) {
        return blocked.contains(userId);
    }

    List<Long> blocked() {
        return List.copyOf(blocked);
    }

    /** Whom the bot may write to: a user who wrote first and did not block it. */
    SimulatedUser writable(long chatId) {
        SimulatedUser user = user(chatId).orElseThrow(() -> BotApiProblem.badRequest("chat not found"));
        if (hasBlocked(chatId)) {
            throw BotApiProblem.forbidden("bot was blocked by the user");
        }
        if (messages(chatId).isEmpty()) {
            throw BotApiProblem.forbidden("bot can't initiate conversation with a user");
        }
        return user;
    }

    ChatMessage add(long chatId, boolean fromBot, ChatMessage.Version version, long replyTo, long threadId) {
        ChatMessage message =
                new ChatMessage(++lastMessageId, chatId, fromBot, List.of(version), replyTo, threadId, false);
        put(message);
        return message;
    }

    /** A message as it is now; older versions of others may be given up for it. */
    void edit(ChatMessage message) {
        put(message);
        for (EditHistories.Key key : histories.makeRoomFor(message)) {
            find(key.chatId(), key.messageId()).ifPresent(other -> put(other.withoutHistory()));
        }
    }

    private void put(ChatMessage message) {
        TreeMap<Long, ChatMessage> chat = messages.computeIfAbsent(message.chatId(), id -> new TreeMap<>());
        chat.put(message.messageId(), message);
        if (chat.size() > MESSAGES_PER_CHAT_MAX) {
            chat.pollFirstEntry();
        }
    }

    /** Empty for one that was deleted. */
    Optional<ChatMessage> find(long chatId, long messageId) {
        TreeMap<Long, ChatMessage> chat = messages.getOrDefault(chatId, new TreeMap<>());
        return Optional.ofNullable(chat.get(messageId)).filter(message -> !message.deleted());
    }

    /** All that were ever in the chat, deleted ones too, in the order of their ids. */
    List<ChatMessage> messages(long chatId) {
        return new ArrayList<>(messages.getOrDefault(chatId, new TreeMap<>()).values());
    }

    List<ChatMessage> allMessages() {
        return messages.values().stream()
                .flatMap(chat -> chat.values().stream())
                .toList();
    }

    long lastMessageId() {
        return lastMessageId;
    }

    void restore(Collection<ChatMessage> kept, Collection<Long> blockers, long lastId) {
        kept.forEach(this::put);
        blocked.addAll(blockers);
        lastMessageId = lastId;
    }

    void clear() {
        messages.clear();
        blocked.clear();
        histories.clear();
    }

    /** A Message object as the Bot API shows it. */
    ObjectNode json(ChatMessage message) {
        ObjectNode json = bare(message);
        find(message.chatId(), message.replyTo()).ifPresent(other -> json.set("reply_to_message", bare(other)));
        return json;
    }

    private ObjectNode bare(ChatMessage message) {
        SimulatedUser user = existing(message.chatId());
        ObjectNode json = Json.object();
        json.put("message_id", message.messageId());
        json.set("from", message.fromBot() ? bot.userJson() : user.userJson());
        json.set("chat", user.chatJson());
        json.put("date", message.versions().getFirst().atMs() / MS_PER_SECOND);
        if (message.isEdited()) {
            json.put("edit_date", message.current().atMs() / MS_PER_SECOND);
        }
        if (message.threadId() > 0) {
            json.put("message_thread_id", message.threadId());
        }
        json.put("text", message.text());
        if (!message.current().entities().isEmpty()) {
            json.set("entities", message.current().entities());
        }
        JsonNode markup = message.current().replyMarkup();
        if (markup.has("inline_keyboard")) {
            json.set("reply_markup", markup);
        }
        return json;
    }
}
