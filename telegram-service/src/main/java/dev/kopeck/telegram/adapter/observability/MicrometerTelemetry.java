package dev.kopeck.telegram.adapter.observability;

import dev.kopeck.telegram.application.PollStatus;
import dev.kopeck.telegram.application.Telemetry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** {@link Telemetry} as Micrometer counters, and the poller's state as gauges. */
@ApplicationScoped
class MicrometerTelemetry implements Telemetry {

    private static final double MILLIS_PER_SECOND = 1000;

    private final MeterRegistry registry;

    MicrometerTelemetry(MeterRegistry registry, PollStatus status) {
        this.registry = registry;
        Gauge.builder("kopeck.telegram.poll.age", status, MicrometerTelemetry::ageSeconds)
                .description("Seconds since the last good poll; not a number before the first")
                .register(registry);
        Gauge.builder("kopeck.telegram.poll.leading", status, s -> s.isPolling() ? 1 : 0)
                .description("1 on the replica that polls")
                .register(registry);
    }

    @Override
    public void polled(String result) {
        registry.counter("kopeck.telegram.polls", "result", result).increment();
    }

    @Override
    public void handled(String kind) {
        registry.counter("kopeck.telegram.updates", "kind", kind).increment();
    }

    @Override
    public void previewed(String result) {
        registry.counter("kopeck.telegram.previews", "result", result).increment();
    }

    @Override
    public void delivered(String result) {
        registry.counter("kopeck.telegram.deliveries", "result", result).increment();
    }

    private static double ageSeconds(PollStatus status) {
        var age = status.age();
        return age == null ? Double.NaN : age.toMillis() / MILLIS_PER_SECOND;
    }
}
