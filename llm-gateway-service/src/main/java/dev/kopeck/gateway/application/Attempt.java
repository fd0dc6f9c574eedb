package dev.kopeck.gateway.application;

import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One call while it runs: sees what comes, and tells once how it ended. */
final class Attempt {

    private static final String ANSWERED = "answered";
    private static final String CANCELLED = "cancelled";

    private final Errand<?> errand;
    private final Target target;
    private final int number;
    private final Instant startedAt;
    private final AtomicBoolean over = new AtomicBoolean();
    private boolean delivered;
    private boolean ended;
    private @Nullable Usage usage;

    Attempt(Errand<?> errand, Target target, int number, InstantSource clock) {
        this.errand = errand;
        this.target = target;
        this.number = number;
        this.startedAt = clock.instant();
    }

    void hears(Heard heard) {
        delivered |= heard.delivers();
        ended |= heard.ends();
        if (heard.usage() != null) {
            usage = heard.usage();
        }
    }

    boolean hasDelivered() {
        return delivered;
    }

    boolean hasEnded() {
        return ended;
    }

    Target target() {
        return target;
    }

    int number() {
        return number;
    }

    void answered(Verdicts verdicts, Instant now) {
        if (over.compareAndSet(false, true)) {
            verdicts.answered(record(ANSWERED, 0, now), target);
        }
    }

    void failed(Verdicts verdicts, ModelFailure failure, Instant now) {
        if (over.compareAndSet(false, true)) {
            var kind = failure.kind().name().toLowerCase(Locale.ROOT);
            verdicts.failed(record(kind, failure.status(), now), target, failure);
        }
    }

    /** The reader has left; one who leaves after the end has got everything. */
    void left(Verdicts verdicts, Instant now) {
        if (ended) {
            answered(verdicts, now);
        } else if (over.compareAndSet(false, true)) {
            verdicts.cancelled(record(CANCELLED, 0, now), target);
        }
    }

    private AttemptRecord record(String outcome, int status, Instant now) {
        return new AttemptRecord(
                errand.promptId(),
                number,
                target.provider().id(),
                errand.model().id(),
                startedAt,
                now,
                outcome,
                status,
                usage);
    }
}
