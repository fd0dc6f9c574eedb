package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.domain.LeavePolicy;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.gateway.domain.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One answer while it is being delivered: takes {@link Signal}s one after the other until it is over, shows previews,
 * watches the deadline. Where its user leaves, the provider's policy says whether it goes on listening for the usage. Not
 * thread-safe; the stream of signals is what orders them.
 */
final class Delivery {

    private static final String CUT_AT_LIMIT = "length";

    private final Instant seenAt;
    private final ModelCall call;
    private final AnswerText text;
    private final Drains drains;
    private final InstantSource clock;

    private @Nullable Ending ending;
    private @Nullable Target target;
    private @Nullable Instant calledAt;
    private @Nullable Instant firstTokenAt;
    private @Nullable Instant heardUntil;
    private Drains.@Nullable Slot drain;
    private int calls;

    Delivery(Instant seenAt, ModelCall call, AnswerText text, Drains drains, InstantSource clock) {
        this.seenAt = seenAt;
        this.call = call;
        this.text = text;
        this.drains = drains;
        this.clock = clock;
    }

    /** How it ended. */
    sealed interface Ending {
        record Answered(ModelEvent.Ended end) implements Ending {}

        record Broken(ModelFailure failure) implements Ending {}

        /** @param reported by a provider that was heard to its end; null where it was not */
        record Stopped(@Nullable Usage reported) implements Ending {}

        /** Stopped, at a provider that does not charge for that. */
        record Released() implements Ending {}

        record Abandoned() implements Ending {}
    }

    boolean goesOn() {
        return ending == null;
    }

    void on(Signal signal) {
        if (ending != null) {
            return;
        }
        switch (signal) {
            case Signal.Called(var at) -> called(at);
            case Signal.Said(var event) -> heard(event);
            case Signal.Failed(var failure) -> end(hasLeft() ? new Ending.Stopped(null) : new Ending.Broken(failure));
            case Signal.Cancelled() -> leaves(clock.instant());
            case Signal.Abandoned() -> end(new Ending.Abandoned());
            case Signal.Tick() -> tick(clock.instant());
        }
    }

    /** How it ended. A stream of signals that ends without an ending was cut. */
    Ending ending() {
        return ending == null ? new Ending.Broken(ModelFailure.of(ModelFailure.Kind.STREAM_CUT)) : ending;
    }

    String text() {
        return text.asText();
    }

    /** What answered, or would have: the tokenizer that its text is counted with. */
    String upstreamName() {
        var last = target;
        return last == null ? call.model().upstreamName() : last.upstreamName();
    }

    int calls() {
        return calls;
    }

    Timings timings() {
        var now = clock.instant();
        var start = calledAt == null ? now : calledAt;
        return new Timings(
                millis(seenAt, start), firstTokenAt == null ? 0 : millis(start, firstTokenAt), millis(start, now));
    }

    /** Whatever is held for it is free again. */
    void close() {
        var slot = drain;
        if (slot != null) {
            slot.leave();
        }
    }

    private void called(Target at) {
        target = at;
        text.askedAt(at);
        calledAt = calledAt == null ? clock.instant() : calledAt;
        calls++;
    }

    private void heard(ModelEvent event) {
        switch (event) {
            case ModelEvent.Text(var more) -> append(more, clock.instant());
            case ModelEvent.Progress() -> {}
            case ModelEvent.Ended end -> end(hasLeft() ? new Ending.Stopped(end.usage()) : new Ending.Answered(end));
        }
    }

    private void append(String said, Instant now) {
        if (hasLeft()) {
            return;
        }
        if (text.append(said, now)) {
            firstTokenAt = firstTokenAt == null ? now : firstTokenAt;
        }
        if (text.isFull()) {
            end(new Ending.Answered(new ModelEvent.Ended(CUT_AT_LIMIT, null)));
        }
    }

    /** Who got no word pays for none: there is nothing to listen for then. */
    private void leaves(Instant now) {
        var at = target;
        if (hasLeft()) {
            return;
        }
        if (at == null || text.isEmpty()) {
            end(new Ending.Stopped(null));
        } else if (at.provider().leaving().kind() == LeavePolicy.Kind.RELEASE) {
            end(new Ending.Released());
        } else {
            drainOrStop(at.provider(), now);
        }
    }

    private void drainOrStop(Provider provider, Instant now) {
        drain = drains.tryEnter(provider).orElse(null);
        if (drain == null) {
            end(new Ending.Stopped(null));
        } else {
            heardUntil = now.plus(provider.leaving().drainMax());
        }
    }

    private void tick(Instant now) {
        var until = heardUntil;
        if (until != null && (!now.isBefore(until) || !now.isBefore(call.deadline()))) {
            end(new Ending.Stopped(null));
        } else if (!now.isBefore(call.deadline())) {
            end(new Ending.Broken(ModelFailure.of(ModelFailure.Kind.TIMEOUT)));
        } else if (until == null) {
            text.show(now);
        }
    }

    private boolean hasLeft() {
        return heardUntil != null;
    }

    private void end(Ending how) {
        ending = how;
        close();
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
