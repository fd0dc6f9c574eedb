package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.ModelFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One answer while it is being delivered: takes {@link Signal}s one after the other until it is over, shows previews,
 * watches the time. Not thread-safe; the stream of signals is what orders them.
 */
final class Delivery {

    private static final String CUT_AT_LIMIT = "length";

    private final Instant seenAt;
    private final ModelCall call;
    private final DeliverySettings settings;
    private final PreviewPacer preview;
    private final InstantSource clock;

    private final StringBuilder text = new StringBuilder();
    private @Nullable Ending ending;
    private @Nullable Instant calledAt;
    private @Nullable Instant firstTokenAt;
    private Instant heardAt;
    private boolean alive;
    private boolean waiting;
    private int calls;

    Delivery(Instant seenAt, ModelCall call, DeliverySettings settings, PreviewPacer preview, InstantSource clock) {
        this.seenAt = seenAt;
        this.call = call;
        this.settings = settings;
        this.preview = preview;
        this.clock = clock;
        this.heardAt = seenAt;
    }

    /** How it ended. */
    sealed interface Ending {
        record Answered(ModelEvent.Ended end) implements Ending {}

        record Broken(ModelFailure failure) implements Ending {}

        record Stopped() implements Ending {}

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
            case Signal.Called() -> called();
            case Signal.Said(var event) -> heard(event);
            case Signal.Waiting() -> waiting = true;
            case Signal.Failed(var failure) -> ending = new Ending.Broken(failure);
            case Signal.Cancelled() -> ending = new Ending.Stopped();
            case Signal.Abandoned() -> ending = new Ending.Abandoned();
            case Signal.Tick() -> tick(clock.instant());
        }
    }

    /** How it ended. A stream of signals that ends without an ending was cut. */
    Ending ending() {
        return ending == null ? new Ending.Broken(ModelFailure.of(ModelFailure.Kind.STREAM_CUT)) : ending;
    }

    String text() {
        return text.toString();
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

    private void called() {
        var now = clock.instant();
        calledAt = calledAt == null ? now : calledAt;
        heardAt = now;
        alive = false;
        waiting = false;
        calls++;
    }

    private void heard(ModelEvent event) {
        var now = clock.instant();
        heardAt = now;
        alive = true;
        switch (event) {
            case ModelEvent.Text(var more) -> append(more, now);
            case ModelEvent.Progress() -> {}
            case ModelEvent.Ended end -> ending = new Ending.Answered(end);
        }
    }

    /** Without NUL, which no database and no chat takes as text. */
    private void append(String said, Instant now) {
        var more = said.replace("\0", "");
        if (more.isEmpty()) {
            return;
        }
        firstTokenAt = firstTokenAt == null ? now : firstTokenAt;
        text.append(more);
        if (text.length() >= settings.answerCharsMax()) {
            text.setLength(settings.answerCharsMax());
            ending = new Ending.Answered(new ModelEvent.Ended(CUT_AT_LIMIT, null));
        } else {
            preview.offer(text, now);
        }
    }

    private void tick(Instant now) {
        var silence = Duration.between(heardAt, now);
        if (!now.isBefore(call.deadline()) || (!waiting && silence.compareTo(patience()) >= 0)) {
            ending = new Ending.Broken(ModelFailure.of(ModelFailure.Kind.TIMEOUT));
        } else {
            preview.offer(text, now);
        }
    }

    /** An answer that comes as a whole is silent until it comes: only the deadline bounds it. */
    private Duration patience() {
        if (!call.model().streaming()) {
            return Duration.between(seenAt, call.deadline());
        }
        return alive ? settings.idleTimeout() : settings.firstTokenTimeout();
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
