package dev.kopeck.telegram.application;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.Delivery;
import dev.kopeck.telegram.domain.Facts;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: what is owed to chats, durable. A delivery is worked on under a lease, by the database's clock, so that of
 * several replicas one at a time talks about one message.
 */
public interface Outbox {

    /** Which delivery, and in which chat. */
    record Owed(PromptId id, ChatAddress chat) {}

    /**
     * A delivery under lease.
     *
     * @param revision changes with each new fact
     * @param failures in a row until now
     * @param refusals how many of them in a row were Telegram's refusal of the text itself
     * @param now the database's clock when this was read
     */
    record Claim(Delivery delivery, Payer payer, long replyTo, long revision, int failures, int refusals, Instant now) {

        public Owed owed() {
            return new Owed(delivery.id(), delivery.chat());
        }
    }

    // Facts. Each is kept the first time only; empty where the prompt is none of this service's.

    Uni<Optional<Owed>> finished(PromptId id, Facts.Finished finished);

    Uni<Optional<Owed>> charged(PromptId id, Facts.Charge charge);

    Uni<Optional<Owed>> refused(PromptId id, Facts.Refusal refusal);

    // Work.

    /**
     * Deliveries that nobody holds and whose time has come: of each chat the one that is due longest, then of each the
     * second, so that however many one chat has, the others are found too.
     */
    Uni<List<Owed>> due(BotIdentity bot, int limit);

    /** Takes the lease; empty where the delivery is not due, is held, or its chat cools down. */
    Uni<Optional<Claim>> claim(BotIdentity bot, PromptId id);

    /** The chat of a prompt whose end is not known yet; empty where there is nothing to preview. */
    Uni<Optional<ChatAddress>> awaiting(BotIdentity bot, PromptId id);

    /** Takes the lease for a preview; empty also where the end is known already or there is no message to change. */
    Uni<Optional<Long>> claimPreview(BotIdentity bot, PromptId id);

    /** Gives a preview's lease back. */
    Uni<Void> releasePreview(PromptId id);

    /** Records the message that will become the answer. Keeps the lease. */
    Uni<Optional<Claim>> placeheld(Claim claim, long messageId);

    /** Forgets the message that was to be changed, so that the text is sent anew. Keeps the lease. */
    Uni<Optional<Claim>> detached(Claim claim);

    /** Records a notice's text. Keeps the lease. */
    Uni<Optional<Claim>> worded(Claim claim, String text);

    /** Records what the chat has now. Keeps the lease. */
    Uni<Optional<Claim>> shown(Claim claim, Delivery.Sent sent);

    /** Ends the work for now: looks again at the time given, at once where a fact came in meanwhile. */
    Uni<Boolean> rest(Claim claim, @Nullable Instant until);

    /** Ends the work after a failure: looks again after the pause, by the database's clock. */
    Uni<Void> postpone(Claim claim, Duration pause, Failure failure);

    /** Whose fault it was. */
    enum Failure {
        /** The network, a limit, a server: it passes. */
        PASSING,
        /** Telegram refuses this very text. */
        REFUSAL
    }

    /** Ends the work. @return true where a fact came in meanwhile and it goes on */
    Uni<Boolean> close(Claim claim);

    /** Ends the work for good: the chat is not written to any more. */
    Uni<Void> drop(Claim claim);

    // Chats.

    /** Nothing is sent to the chat for so long. */
    Uni<Void> coolDown(BotIdentity bot, ChatAddress chat, Duration pause);

    /** The chat cannot be written to, until it writes again. */
    Uni<Void> markGone(BotIdentity bot, ChatAddress chat);

    /** A group became a supergroup. */
    Uni<Void> moved(BotIdentity bot, long chatId, long newChatId);

    /** Deletes what was settled so long ago, texts and all. @return how many prompts */
    Uni<Integer> forget(BotIdentity bot, Duration age, int limit);
}
