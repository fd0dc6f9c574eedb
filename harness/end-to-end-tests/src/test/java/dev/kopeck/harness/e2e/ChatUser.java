package dev.kopeck.harness.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.harness.testkit.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A person in a private chat with the bot. */
record ChatUser(URI telegram, long id) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static ChatUser arrive(URI telegram, long id, String name) {
        var body = Http.JSON.createObjectNode().put("id", id).put("first_name", name);
        Http.send("POST", telegram.resolve("/control/users"), body.toString(), Map.of())
                .expect(200);
        return new ChatUser(telegram, id);
    }

    Payer payer() {
        return Payer.telegram(id);
    }

    void says(String text) {
        var body = Http.JSON.createObjectNode().put("user_id", id).put("text", text);
        Http.send("POST", telegram.resolve("/control/messages"), body.toString(), Map.of())
                .expect(200);
    }

    /** The bot's message that matches, as soon as there is one. */
    BotMessage awaits(Predicate<BotMessage> wanted) {
        var found = new ArrayList<BotMessage>();
        Eventually.eventually(PATIENCE, () -> {
            found.clear();
            messages().stream().filter(wanted).forEach(found::add);
            if (found.isEmpty()) {
                throw new AssertionError("The bot said to user %d only: %s".formatted(id, messages()));
            }
        });
        return found.getFirst();
    }

    /** What the bot has said in this chat, oldest first. */
    List<BotMessage> messages() {
        var messages = Http.get(telegram.resolve("/control/chats/%d/messages".formatted(id)), Map.of())
                .expect(200);
        return StreamSupport.stream(messages.spliterator(), false)
                .filter(message -> message.path("from_bot").asBoolean()
                        && !message.path("deleted").asBoolean())
                .map(BotMessage::of)
                .toList();
    }

    /**
     * A message of the bot.
     *
     * @param history what it said, oldest first; the last is what it says now
     */
    record BotMessage(long id, List<String> history) {

        static BotMessage of(JsonNode message) {
            return new BotMessage(
                    message.path("message_id").asLong(),
                    StreamSupport.stream(message.path("versions").spliterator(), false)
                            .map(version -> version.path("text").asText())
                            .toList());
        }

        String text() {
            return history.getLast();
        }
    }
}
