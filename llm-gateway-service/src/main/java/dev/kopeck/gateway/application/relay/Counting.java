package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.Observed;
import dev.kopeck.tokens.TokenCounter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one answer counts for. The provider's usage is the truth, an explicit zero included, and the last one that came is;
 * where there is none, what was delivered is counted here. Who got nothing pays nothing. Not thread-safe.
 */
final class Counting {

    private final RelayCall call;
    private final Delivered delivered;
    private final InstantSource clock;
    private final Instant calledAt;
    private final AtomicInteger calls = new AtomicInteger();
    private @Nullable Instant firstTokenAt;
    private @Nullable Usage reported;

    Counting(RelayCall call, TokenCounter counter, InstantSource clock) {
        this.call = call;
        this.clock = clock;
        this.calledAt = clock.instant();
        this.delivered = new Delivered(
                counter, call.plan().model().upstreamName(), call.prompt().grantedOutputTokens());
    }

    /** Whether the answer is within its limit. */
    boolean add(Frame frame) {
        return add(frame.observed());
    }

    boolean add(Observed observed) {
        if (observed.usage() != null) {
            reported = observed.usage();
        }
        if (firstTokenAt == null && observed.delivered()) {
            firstTokenAt = clock.instant();
        }
        return delivered.add(observed);
    }

    /** A provider is called, for the first time or again; on any thread. */
    void called() {
        calls.incrementAndGet();
    }

    Instant now() {
        return clock.instant();
    }

    /** An answer that its provider completed, or that reached its limit. */
    Ending completed() {
        if (!delivered.isAnything()) {
            return ending(Outcome.FAILED, reported == null ? Usage.NONE : reported, false);
        }
        return counted(Outcome.COMPLETED);
    }

    /** An answer that broke off, or that the client did not want any more. */
    Ending brokenOff() {
        return delivered.isAnything() ? counted(Outcome.CANCELLED) : ending(Outcome.CANCELLED, Usage.NONE, false);
    }

    /** A call that gave nothing. */
    Ending failed() {
        return ending(Outcome.FAILED, Usage.NONE, false);
    }

    /** Whether the answer has the whole length that was granted. */
    boolean isAtLimit(Ending ending) {
        return ending.usage().outputTokens() >= call.prompt().grantedOutputTokens();
    }

    private Ending counted(Outcome outcome) {
        if (reported != null) {
            return ending(outcome, reported, false);
        }
        boolean inputOnly = call.request().endpoint().isInputOnly();
        long output = inputOnly ? 0 : Math.min(delivered.tokens(), call.prompt().grantedOutputTokens());
        return ending(outcome, Usage.of(call.plan().inputEstimate(), output), true);
    }

    private Ending ending(Outcome outcome, Usage usage, boolean estimated) {
        boolean inputOnly = call.request().endpoint().isInputOnly() && delivered.isAnything();
        return new Ending(outcome, usage, estimated, inputOnly, calls.get(), timings());
    }

    private Timings timings() {
        return new Timings(
                millis(call.seenAt(), calledAt),
                firstTokenAt == null ? 0 : millis(calledAt, firstTokenAt),
                millis(calledAt, clock.instant()));
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
