package dev.kopeck.telegram.application;

import java.time.Duration;

/**
 * What became of a call of the Bot API. Everything that Telegram is known to answer is a value: none of these is an
 * exception, and none carries the token or a text.
 *
 * @see <a href="https://core.telegram.org/bots/api#making-requests">Making requests</a>
 */
public sealed interface Reply<T> {

    /** Done; for an edit also where the message already reads so. */
    record Ok<T>(T value) implements Reply<T> {}

    /** 429: nothing more to this chat before the time is over. */
    record TooMany<T>(Duration retryAfter) implements Reply<T> {}

    /** 403 and 400 "chat not found": the bot cannot write to this chat and retrying does not help. */
    record Unwelcome<T>() implements Reply<T> {}

    /** The group became a supergroup: the same chat now has another id. */
    record Moved<T>(long newChatId) implements Reply<T> {}

    /** 400: the message to change is not there any more, or not the bot's. */
    record TargetGone<T>() implements Reply<T> {}

    /** 400: the text has too many characters. */
    record TooLong<T>() implements Reply<T> {}

    /** 409: somebody else polls with this token, or a webhook is set. */
    record Conflict<T>() implements Reply<T> {}

    /** Any other 4xx: the same request would fail again. 401 and 404 mean that the token is not a bot's. */
    record Rejected<T>(int code) implements Reply<T> {}

    /** 5xx, a cut connection, a timeout: whether it was done is not known. */
    record Unavailable<T>() implements Reply<T> {}
}
