package dev.kopeck.telegram.domain;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that Telegram tells the bot. It is confirmed only after it was handled, so each kind, unknown ones too, has
 * a form here.
 *
 * @see <a href="https://core.telegram.org/bots/api#update">Update in the Bot API</a>
 */
public sealed interface Update {

    long updateId();

    /** A message by a person. */
    record Message(long updateId, Origin origin, Content content) implements Update {}

    /** Nothing that concerns the bot: a kind that it does not know, a channel, another bot. */
    record Irrelevant(long updateId) implements Update {}

    /**
     * JSON in which the bot finds no message although there should be one.
     *
     * @param reason names the field, never its content
     */
    record Unreadable(long updateId, String reason) implements Update {}

    /**
     * Who wrote, where and when.
     *
     * @param language IETF tag of the user's client; empty where Telegram does not tell
     */
    record Origin(ChatAddress chat, long messageId, long userId, String language, Instant sentAt) {

        /** The same message gets the same id however often it is delivered, and on every machine. */
        public PromptId promptId(BotIdentity bot) {
            return PromptId.derived(sentAt, "telegram/%d/%d/%d".formatted(bot.id(), chat.chatId(), messageId));
        }

        public Payer payer() {
            return Payer.telegram(userId);
        }
    }

    /** What was written. */
    sealed interface Content {

        /**
         * @param repliedUserId whose message it answers; 0 for none. In a group, an answer to the bot means the bot
         */
        record Text(String text, long repliedUserId) implements Content {

            public Text {
                text = PlainText.clean(Objects.requireNonNull(text));
            }

            /** Without the text: prompts never reach a log. */
            @Override
            public String toString() {
                return "Text[%d characters]".formatted(text.length());
            }
        }

        /** A photo, a voice message, a sticker: what the bot cannot read yet. */
        record Other() implements Content {}

        /** Telegram's own notes, such as somebody joining: nobody expects an answer. */
        record Service() implements Content {}
    }
}
