package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Map;

/** What a data file holds: everything that a restarted Telegram would still know. */
record Snapshot(
        @JsonProperty("bot_id") long botId,
        @JsonProperty("last_message_id") long lastMessageId,
        @JsonProperty("next_update_id") long nextUpdateId,
        String description,
        List<SimulatedUser> users,
        List<Long> blocked,
        List<String> allowed,
        Map<String, ArrayNode> commands,
        List<ChatMessage> messages,
        List<SimulatedUpdate> updates) {

    static Snapshot of(World world) {
        return new Snapshot(
                world.bot.id(),
                world.chats.lastMessageId(),
                world.updates.nextId(),
                world.description(),
                List.copyOf(world.chats.users()),
                world.chats.blocked(),
                world.updates.allowed(),
                world.commands.all(),
                world.chats.allMessages().stream()
                        .map(ChatMessage::withoutHistory)
                        .toList(),
                world.updates.all());
    }

    /** @throws IllegalStateException where another bot's file was given */
    void restoreTo(World world) {
        if (botId != world.bot.id()) {
            throw new IllegalStateException("The data file belongs to bot " + botId + ", not to bot " + world.bot.id()
                    + ": give that bot's token, or another file");
        }
        users.forEach(world.chats::addUser);
        world.chats.restore(messages, blocked, lastMessageId);
        world.updates.restore(updates, nextUpdateId, allowed);
        world.commands.restore(commands);
        world.describe(description);
    }
}
