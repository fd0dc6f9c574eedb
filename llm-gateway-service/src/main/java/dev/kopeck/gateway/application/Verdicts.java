package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.gateway.domain.Target;

/** Tells everybody who wants to know how calls ended: the provider's circuit, the log of attempts, and the counters. */
public final class Verdicts {

    private final Circuits circuits;
    private final AttemptLog log;
    private final AttemptMeasurements measurements;

    public Verdicts(Circuits circuits, AttemptLog log, AttemptMeasurements measurements) {
        this.circuits = circuits;
        this.log = log;
        this.measurements = measurements;
    }

    boolean mayCall(Provider provider) {
        return circuits.mayCall(provider);
    }

    void leftOut(Provider provider, String why) {
        measurements.leftOut(provider.id(), why);
    }

    void answered(AttemptRecord attempt, Target target) {
        circuits.succeeded(target.provider());
        tell(attempt);
    }

    void failed(AttemptRecord attempt, Target target, ModelFailure failure) {
        if (failure.isProvidersFault()) {
            circuits.failed(target.provider());
        } else {
            circuits.undecided(target.provider());
        }
        measurements.failed(attempt.model(), attempt.provider(), failure.kind());
        tell(attempt);
    }

    void cancelled(AttemptRecord attempt, Target target) {
        circuits.undecided(target.provider());
        tell(attempt);
    }

    private void tell(AttemptRecord attempt) {
        measurements.ended(attempt);
        log.ended(attempt);
    }
}
