package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelFailure;

/** What operators want to know of calls. Never blocks, never fails. */
public interface AttemptMeasurements {

    /** A call is over, however it ended. */
    void ended(AttemptRecord attempt);

    /** A call failed, whether or not it is tried again. */
    void failed(String model, String provider, ModelFailure.Kind kind);

    /** @param why {@code open} for a circuit, {@code full} for places */
    void leftOut(String provider, String why);
}
