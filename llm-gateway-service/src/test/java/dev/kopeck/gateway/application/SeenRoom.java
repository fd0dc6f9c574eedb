package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.RoomFull;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was counted of a waiting room. */
final class SeenRoom implements RoomMeasurements {

    final List<Duration> waited = new CopyOnWriteArrayList<>();
    final List<RoomFull> refused = new CopyOnWriteArrayList<>();

    @Override
    public void admitted(Duration time) {
        waited.add(time);
    }

    @Override
    public void refused(RoomFull reason) {
        refused.add(reason);
    }
}
