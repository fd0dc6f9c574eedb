package dev.kopeck.telegram.application;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.NoticeKind;
import dev.kopeck.telegram.domain.Turn;
import dev.kopeck.telegram.domain.Update.Origin;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * Port: what came in, durable. Each method is one transaction and may be repeated. Fails with {@link UnstorableException}
 * where the same data would fail again, with anything else where the database is out of reach.
 */
public interface Inbox {

    Uni<Optional<StoredPrompt>> prompt(PromptId id);

    /** The chat's conversation since it was last forgotten, oldest first. */
    Uni<List<Turn>> conversation(BotIdentity bot, ChatAddress chat, int turnsMax);

    /**
     * Stores the prompt, its place in the conversation and the delivery that will answer it, unless they are there.
     *
     * @return the prompt as it is stored: that of the first time
     */
    Uni<StoredPrompt> accept(BotIdentity bot, Origin origin, String question, StoredPrompt prompt);

    /** Stores that a notice is owed; {@link NoticeKind#NEW_CONVERSATION} forgets the conversation the first time. */
    Uni<Void> owe(BotIdentity bot, Origin origin, NoticeKind kind);

    /**
     * An update that cannot be handled, ever.
     *
     * @param reason without any of its content
     */
    Uni<Void> setAside(BotIdentity bot, long updateId, String reason);
}
