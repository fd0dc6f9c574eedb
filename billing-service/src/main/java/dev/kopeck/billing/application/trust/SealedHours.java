package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.application.trust.Seals.Sealing.Sealed;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is told of the hours that a round seals. One hour is told by itself. The many of a first start on an old ledger are
 * told by the day of UTC, with the seal of its last hour: each seal contains the one before it, so that one vouches for
 * the whole day.
 */
final class SealedHours {

    private static final int LAST_HOUR = 23;

    private long hours;
    private long rows;
    private @Nullable Sealed last;

    /** @return what is to be told now; empty while the day is not over */
    Optional<String> add(Sealed sealed) {
        hours++;
        rows += sealed.rows();
        last = sealed;
        return sealed.hour().atOffset(ZoneOffset.UTC).getHour() == LAST_HOUR ? end() : Optional.empty();
    }

    /** What is left to tell when the round is over. */
    Optional<String> end() {
        var line = Optional.ofNullable(last).map(this::line);
        hours = 0;
        rows = 0;
        last = null;
        return line;
    }

    private String line(Sealed until) {
        return hours == 1
                ? "Hour sealed hour=%s rows=%d hash=%s".formatted(until.hour(), rows, until.hash())
                : "Hours sealed hours=%d last=%s rows=%d hash=%s".formatted(hours, until.hour(), rows, until.hash());
    }
}
