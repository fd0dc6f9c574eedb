package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.RoomFull;
import java.time.Duration;

/** What operators want to know of the waiting room. Never blocks, never fails. */
public interface RoomMeasurements {

    /** Somebody was given a place. */
    void admitted(Duration waited);

    /** Somebody may not wait. */
    void refused(RoomFull reason);
}
