package dev.kopeck.telegram.domain;

import dev.kopeck.contracts.identity.PromptId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is needed to decide what a chat is shown next for one of its messages. A value read from the database:
 * what to do follows from {@link NextStep#of}, and what was done is written back before anything else is tried.
 *
 * @param language IETF tag of the user's client; empty where unknown
 * @param placeholder the message that will become the answer; null where none was sent
 * @param chatGone whether Telegram said that this chat cannot be written to
 * @param createdAt when it was asked for, by the clock that recorded the facts
 */
public record Delivery(
        PromptId id,
        ChatAddress chat,
        String language,
        Purpose purpose,
        @Nullable Long placeholder,
        Sent sent,
        boolean chatGone,
        Instant createdAt) {

    /** Why something is delivered. */
    public sealed interface Purpose {

        /** A prompt waits for its answer, or has it. */
        record Answer(Facts facts) implements Purpose {}

        /** @param text null as long as billing was not asked for a text about money */
        record Notice(NoticeKind kind, @Nullable String text) implements Purpose {}
    }

    /** Which text the parts that were sent belong to. */
    public enum Body {
        NOTICE,
        REFUSED,
        EXPIRED,
        UNANSWERED,
        FAILED,
        ANSWER
    }

    /**
     * How much of the final text the chat has, so that a crash repeats no part.
     *
     * @param body null as long as nothing final was sent
     * @param upTo how many UTF-16 units of the body were sent
     * @param lastFrom where in the body the last message begins
     * @param lastMessageId null as long as nothing final was sent
     * @param footer whether the last message carries the footer
     */
    public record Sent(
            @Nullable Body body,
            int upTo,
            int lastFrom,
            @Nullable Long lastMessageId,
            boolean footer) {

        public static final Sent NOTHING = new Sent(null, 0, 0, null, false);
    }
}
