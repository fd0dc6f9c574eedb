package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.RetryPolicy;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Calls a model until it answers or there is no point in trying: again only while nothing was delivered. */
public final class CallModel {

    private static final Logger LOG = Logger.getLogger(CallModel.class);

    private final Models models;
    private final RetryPolicy retries;
    private final Measurements measurements;
    private final RandomGenerator random;
    private final Duration tick;

    /** @param tick how often time is looked at while a model answers */
    public CallModel(
            Models models, RetryPolicy retries, Measurements measurements, RandomGenerator random, Duration tick) {
        this.models = models;
        this.retries = retries;
        this.measurements = measurements;
        this.random = random;
        this.tick = tick;
    }

    /** Emits when the delivery is over. Whatever still ran for it is cancelled then. */
    Uni<Delivery> deliver(ModelCall call, Running running, Delivery delivery) {
        return Multi.createBy()
                .merging()
                .streams(running.interruptions(), attempt(call, 1), ticks())
                .onItem()
                .invoke(delivery::on)
                .select()
                .first(signal -> delivery.goesOn())
                .onItem()
                .ignoreAsUni()
                .replaceWith(delivery);
    }

    private Multi<Signal> ticks() {
        return Multi.createFrom().ticks().every(tick).onOverflow().drop().map(number -> new Signal.Tick());
    }

    private Multi<Signal> attempt(ModelCall call, int number) {
        var delivered = new AtomicBoolean();
        Multi<Signal> answer = Multi.createFrom()
                .deferred(() -> models.answer(call))
                .onItem()
                .invoke(event -> delivered.compareAndSet(false, event instanceof ModelEvent.Text))
                .map(Signal.Said::new);
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(new Signal.Called()), answer, brokenOff())
                .onFailure()
                .recoverWithMulti(thrown -> afterFailure(call, number, failureOf(thrown), delivered.get()));
    }

    /** Comes only where a model's stream completes without its end: the end stops everything behind it. */
    private static Multi<Signal> brokenOff() {
        return Multi.createFrom().item(new Signal.Failed(ModelFailure.of(Kind.STREAM_CUT)));
    }

    private Multi<Signal> afterFailure(ModelCall call, int number, ModelFailure failure, boolean delivered) {
        var model = call.model().id();
        measurements.callFailed(model, failure.kind());
        LOG.warnf(
                "A model call failed. model=%s kind=%s status=%d attempt=%d delivered=%b",
                model, failure.kind(), failure.status(), number, delivered);
        if (delivered) {
            return Multi.createFrom().item(new Signal.Failed(failure));
        }
        return retries.delayAfter(number, failure, random.nextDouble())
                .map(delay -> nextAttempt(call, number + 1, delay))
                .orElseGet(() -> Multi.createFrom().item(new Signal.Failed(failure)));
    }

    private Multi<Signal> nextAttempt(ModelCall call, int number, Duration delay) {
        Multi<Signal> later = Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(delay)
                .onItem()
                .transformToMulti(done -> attempt(call, number));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(new Signal.Waiting()), later);
    }

    private static ModelFailure failureOf(Throwable thrown) {
        if (thrown instanceof ModelFailedException known) {
            return known.failure();
        }
        LOG.errorf(
                "A model adapter failed in an unforeseen way. cause=%s",
                thrown.getClass().getName());
        return ModelFailure.of(Kind.GARBLED);
    }
}
