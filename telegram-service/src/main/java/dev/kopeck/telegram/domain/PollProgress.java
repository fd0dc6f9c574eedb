package dev.kopeck.telegram.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up to where updates are handled, since polling last began. Telegram itself remembers what was confirmed; a number kept
 * longer than the poller lives could only make the bot deaf to lower ones.
 *
 * @param nextOffset one more than the last update id that was handled; null before the first
 * @param advancedAt when that was
 */
public record PollProgress(@Nullable Long nextOffset, Instant advancedAt) {

    public static final PollProgress NONE = new PollProgress(null, Instant.EPOCH);

    /**
     * After a week without updates Telegram chooses the next id at random; an offset from before would then silently
     * confirm what lies below it.
     *
     * @see <a href="https://core.telegram.org/bots/api#update">update_id in the Bot API</a>
     */
    public static final Duration TRUSTED_FOR = Duration.ofDays(5);

    /** @param handled all of one poll */
    public PollProgress after(List<Update> handled, Instant now) {
        return handled.stream()
                .map(Update::updateId)
                .max(Long::compare)
                .map(last -> new PollProgress(last + 1, now))
                .orElse(this);
    }

    /** What to confirm with the next poll; empty where there is nothing, or the number is too old to be trusted. */
    public Optional<Long> offset(Instant now) {
        boolean isTrusted = advancedAt.plus(TRUSTED_FOR).isAfter(now);
        return isTrusted ? Optional.ofNullable(nextOffset) : Optional.empty();
    }
}
