package dev.kopeck.telegram.application;

import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.Update;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: the Bot API. No call fails; see {@link Reply}. */
public interface Bot {

    Uni<Reply<BotIdentity>> identity();

    /**
     * Everything that is not confirmed yet; calling it confirms all below the offset.
     *
     * @param offset empty to confirm nothing
     * @param wait how long Telegram may hold the request where there is nothing to tell; zero to answer at once
     */
    Uni<Reply<List<Update>>> updates(Optional<Long> offset, Duration wait);

    /**
     * @param text 1 to 4096 UTF-16 units
     * @param replyTo the message that is answered; null for none
     * @return the id of the new message
     */
    Uni<Reply<Long>> send(ChatAddress chat, String text, @Nullable Long replyTo);

    /** @param text 1 to 4096 UTF-16 units */
    Uni<Reply<Long>> edit(ChatAddress chat, long messageId, String text);

    /** Shows "typing" for up to five seconds. */
    Uni<Reply<Boolean>> typing(ChatAddress chat);

    /** The menu of commands, in the order given. */
    Uni<Reply<Boolean>> register(List<CommandHint> commands);

    /** @param command without the slash */
    record CommandHint(String command, String description) {}
}
