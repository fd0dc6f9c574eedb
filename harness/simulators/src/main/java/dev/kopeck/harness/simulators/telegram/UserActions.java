package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import java.util.Optional;
import java.util.SplittableRandom;

/** What people do in their apps. Each refusal is an IllegalArgumentException with a sentence for the caller. */
final class UserActions {

    private static final long MS_PER_SECOND = 1000;

    private final World world;
    private final SplittableRandom random = new SplittableRandom();

    UserActions(World world) {
        this.world = world;
    }

    /** @param id 0 for the next free one */
    SimulatedUser arrive(long id, String firstName, String languageCode) {
        long free =
                world.chats.users().stream().mapToLong(SimulatedUser::id).max().orElse(1000) + 1;
        SimulatedUser user = new SimulatedUser(id == 0 ? free : id, firstName, "", languageCode);
        world.chats.addUser(user);
        world.page.publish(Json.object().put("type", "state"));
        return user;
    }

    ChatMessage write(long userId, String text, long replyTo) {
        SimulatedUser user = world.chats.existing(userId);
        if (world.chats.hasBlocked(userId)) {
            throw new IllegalArgumentException("this user has blocked the bot");
        }
        String visible = text.strip();
        if (visible.isEmpty() || visible.length() > FormattedText.TEXT_MAX) {
            throw new IllegalArgumentException("a message has 1 to 4096 characters");
        }
        FormattedText content = FormattedText.plain(visible);
        ChatMessage message = world.chats.add(
                user.id(),
                false,
                new ChatMessage.Version(content.text(), content.entities(), NullNode.getInstance(), at()),
                replyTo,
                0);
        world.show("message", message);
        world.tell("message", world.chats.json(message));
        return message;
    }

    /** The id of the callback query. */
    String press(long userId, long messageId, String data) {
        SimulatedUser user = world.chats.existing(userId);
        ChatMessage message = world.chats
                .find(userId, messageId)
                .filter(ChatMessage::fromBot)
                .orElseThrow(() -> new IllegalArgumentException("there is no message " + messageId + " of the bot"));
        String id = Long.toString(random.nextLong(1, Long.MAX_VALUE));
        ObjectNode query = Json.object().put("id", id);
        query.set("from", user.userJson());
        query.set("message", world.chats.json(message));
        query.put("chat_instance", Long.toString(user.id())).put("data", data);
        world.remember(id, new World.Callback(userId, at()));
        world.tell("callback_query", query);
        return id;
    }

    void block(long userId, boolean blocks) {
        SimulatedUser user = world.chats.existing(userId);
        if (world.chats.hasBlocked(userId) == blocks) {
            return;
        }
        world.chats.block(userId, blocks);
        ObjectNode change = Json.object();
        change.set("chat", user.chatJson());
        change.set("from", user.userJson());
        change.put("date", at() / MS_PER_SECOND);
        change.set("old_chat_member", member(blocks ? "member" : "kicked"));
        change.set("new_chat_member", member(blocks ? "kicked" : "member"));
        world.tell("my_chat_member", change);
        world.page.publish(Json.object().put("type", "state"));
    }

    /** Presses Stop on the draft that the chat shows; nothing happens where it shows none that can be stopped. */
    void stop(long userId) {
        SimulatedUser user = world.chats.existing(userId);
        Optional.ofNullable(world.drafts.get(userId))
                .filter(World.Draft::canStop)
                .ifPresent(draft -> {
                    ObjectNode stopped = Json.object();
                    stopped.set("chat", user.chatJson());
                    world.tell("stopped_message_generation", stopped.put("draft_id", draft.draftId()));
                    world.dropDraft(userId);
                });
    }

    private ObjectNode member(String status) {
        ObjectNode member = Json.object().put("status", status);
        member.set("user", world.bot.userJson());
        return "kicked".equals(status) ? member.put("until_date", 0) : member;
    }

    private long at() {
        return world.clock.millis();
    }
}
