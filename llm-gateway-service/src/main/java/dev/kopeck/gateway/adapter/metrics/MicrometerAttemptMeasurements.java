package dev.kopeck.gateway.adapter.metrics;

import dev.kopeck.gateway.application.AttemptMeasurements;
import dev.kopeck.gateway.application.AttemptRecord;
import dev.kopeck.gateway.domain.ModelFailure;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;

/** Labels are models and providers of the catalogue, and kinds of failures. */
@ApplicationScoped
class MicrometerAttemptMeasurements implements AttemptMeasurements {

    private final MeterRegistry registry;

    MicrometerAttemptMeasurements(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(AttemptRecord attempt) {
        registry.timer(
                        "kopeck.gateway.calls",
                        "model",
                        attempt.model(),
                        "provider",
                        attempt.provider(),
                        "outcome",
                        attempt.outcome())
                .record(Duration.between(attempt.startedAt(), attempt.endedAt()));
    }

    @Override
    public void failed(String model, String provider, ModelFailure.Kind kind) {
        registry.counter(
                        "kopeck.gateway.calls.failed",
                        "model",
                        model,
                        "provider",
                        provider,
                        "kind",
                        kind.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    @Override
    public void leftOut(String provider, String why) {
        registry.counter("kopeck.gateway.calls.left.out", "provider", provider, "reason", why)
                .increment();
    }
}
