package dev.kopeck.billing.adapter.metrics;

import dev.kopeck.billing.application.OutboxMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The outbox's figure at /q/metrics. */
@Startup
@ApplicationScoped
class MicrometerOutboxMetrics implements OutboxMetrics {

    private static final double MILLIS_PER_SECOND = 1000;

    private volatile Duration oldest = Duration.ZERO;

    MicrometerOutboxMetrics(MeterRegistry registry) {
        Gauge.builder(
                        "kopeck.billing.outbox.age.seconds",
                        this,
                        metrics -> metrics.oldest.toMillis() / MILLIS_PER_SECOND)
                .register(registry);
    }

    @Override
    public void oldest(Duration age) {
        oldest = age;
    }
}
