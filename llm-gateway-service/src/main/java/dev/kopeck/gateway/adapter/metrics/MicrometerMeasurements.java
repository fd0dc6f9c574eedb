package dev.kopeck.gateway.adapter.metrics;

import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.gateway.application.Measurements;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;

/** Labels are models and outcomes of the catalogue's size, never payers, prompts or texts. */
@ApplicationScoped
class MicrometerMeasurements implements Measurements {

    private final MeterRegistry registry;

    MicrometerMeasurements(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void finished(CompletionFinished finished) {
        // A refused model's name comes from outside: as a label it would grow without bound.
        var model = finished.outcome() == Outcome.REFUSED ? "none" : finished.model();
        registry.counter("kopeck.gateway.prompts", "model", model, "outcome", lower(finished.outcome()))
                .increment();
        tokens(model, "input", finished.usage().inputTokens());
        tokens(model, "output", finished.usage().outputTokens());
        var timings = finished.timings();
        timer("kopeck.gateway.queue", model, timings.queueMs());
        if (timings.firstTokenMs() > 0) {
            timer("kopeck.gateway.first.token", model, timings.firstTokenMs());
        }
        timer("kopeck.gateway.process", model, timings.processMs());
        if (finished.estimated()) {
            registry.counter("kopeck.gateway.estimated", "model", model).increment();
        }
    }

    private void tokens(String model, String kind, long count) {
        registry.counter("kopeck.gateway.tokens", "model", model, "kind", kind).increment((double) count);
    }

    private void timer(String name, String model, long millis) {
        registry.timer(name, "model", model).record(Duration.ofMillis(millis));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
