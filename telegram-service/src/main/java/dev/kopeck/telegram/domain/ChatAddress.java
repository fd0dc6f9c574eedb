package dev.kopeck.telegram.domain;

/**
 * Where a message goes. Chat ids fit 52 bits; those of groups are negative.
 *
 * @param threadId the forum topic inside the chat; 0 where there is none
 * @see <a href="https://core.telegram.org/bots/api#chat">Chat in the Bot API</a>
 */
public record ChatAddress(long chatId, long threadId) {

    public static final long NO_THREAD = 0;

    public boolean isPrivate() {
        return chatId > 0;
    }

    public boolean hasThread() {
        return threadId != NO_THREAD;
    }
}
