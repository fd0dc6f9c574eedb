package dev.kopeck.gateway.adapter.metrics;

import dev.kopeck.gateway.application.RoomMeasurements;
import dev.kopeck.gateway.domain.RoomFull;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;

/** Never labelled by account: there is no bound to those. */
@ApplicationScoped
class MicrometerRoomMeasurements implements RoomMeasurements {

    private final MeterRegistry registry;
    private final Timer waited;

    MicrometerRoomMeasurements(MeterRegistry registry) {
        this.registry = registry;
        this.waited = Timer.builder("kopeck.gateway.room.waited")
                .description("How long prompts waited for a place at a model")
                .register(registry);
    }

    @Override
    public void admitted(Duration time) {
        waited.record(time);
    }

    @Override
    public void refused(RoomFull reason) {
        registry.counter("kopeck.gateway.room.refused", "reason", reason.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
