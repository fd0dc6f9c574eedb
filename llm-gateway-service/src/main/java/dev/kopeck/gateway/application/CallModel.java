package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Calls a model and brings everything that happens meanwhile into one line. */
public final class CallModel {

    private final Models models;
    private final Attempts attempts;
    private final Duration tick;

    /** @param tick how often time is looked at while a model answers */
    public CallModel(Models models, Attempts attempts, Duration tick) {
        this.models = models;
        this.attempts = attempts;
        this.tick = tick;
    }

    /** Emits when the delivery is over. Whatever still ran for it is cancelled then. */
    Uni<Delivery> deliver(Assignment assignment, ModelCall call, Delivery delivery) {
        return Multi.createBy()
                .merging()
                .streams(assignment.running().interruptions(), answer(assignment, call), ticks())
                .onItem()
                .invoke(delivery::on)
                .select()
                .first(signal -> delivery.goesOn())
                .onItem()
                .ignoreAsUni()
                .replaceWith(delivery)
                .onTermination()
                .invoke(delivery::close);
    }

    private Multi<Signal> ticks() {
        return Multi.createFrom().ticks().every(tick).onOverflow().drop().map(number -> new Signal.Tick());
    }

    private Multi<Signal> answer(Assignment assignment, ModelCall call) {
        var errand = new Errand<>(
                assignment.prompt().facts().promptId(),
                call.model(),
                assignment.place(),
                call.model().streaming(),
                target -> models.answer(call, target),
                CallModel::heard);
        return attempts.events(errand).map(CallModel::signal).onFailure().recoverWithItem(CallModel::failed);
    }

    private static Heard heard(ModelEvent event) {
        return switch (event) {
            case ModelEvent.Text(var text) -> text.isEmpty() ? Heard.NOTHING : Heard.DELIVERED;
            case ModelEvent.Progress() -> Heard.NOTHING;
            case ModelEvent.Ended(var reason, var usage) -> Heard.end(usage);
        };
    }

    /** A pause between two calls is nothing but time that passes. */
    private static Signal signal(AttemptEvent<ModelEvent> event) {
        return switch (event) {
            case AttemptEvent.Called<ModelEvent>(var target, var number) -> new Signal.Called(target);
            case AttemptEvent.Said<ModelEvent>(var said) -> new Signal.Said(said);
            case AttemptEvent.Waiting<ModelEvent>() -> new Signal.Tick();
        };
    }

    private static Signal failed(Throwable thrown) {
        return new Signal.Failed(
                thrown instanceof ModelFailedException known ? known.failure() : ModelFailure.of(Kind.GARBLED));
    }
}
