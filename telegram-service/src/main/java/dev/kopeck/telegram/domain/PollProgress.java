package dev.kopeck.telegram.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to where updates are handled.
 *
 * @param nextOffset one more than the greatest update id that was handled
 * @param advancedAt when that was
 */
public record PollProgress(long nextOffset, Instant advancedAt) {

    /**
     * After a week without updates Telegram chooses the next id at random; an offset from before would then silently
     * drop what lies below it.
     *
     * @see <a href="https://core.telegram.org/bots/api#update">update_id in the Bot API</a>
     */
    public static final Duration TRUSTED_FOR = Duration.ofDays(5);

    /** What to confirm with the next poll; empty where the number is too old to be trusted. */
    public Optional<Long> offset(Instant now) {
        boolean isTrusted = advancedAt.plus(TRUSTED_FOR).isAfter(now);
        return isTrusted ? Optional.of(nextOffset) : Optional.empty();
    }
}
