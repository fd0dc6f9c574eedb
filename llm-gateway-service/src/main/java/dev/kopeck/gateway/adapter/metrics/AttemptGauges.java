package dev.kopeck.gateway.adapter.metrics;

import dev.kopeck.gateway.application.AttemptBuffer;
import dev.kopeck.gateway.application.Drains;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** What waits, and what runs on without a reader. */
@Startup
@Singleton
class AttemptGauges {

    AttemptGauges(MeterRegistry registry, AttemptBuffer buffer, Drains drains) {
        Gauge.builder("kopeck.gateway.attempts.waiting", buffer, AttemptBuffer::waiting)
                .description("Attempts that are not written down yet")
                .register(registry);
        FunctionCounter.builder("kopeck.gateway.attempts.dropped", buffer, AttemptBuffer::dropped)
                .description("Attempts that were never written down, because the database was away for too long")
                .register(registry);
        Gauge.builder("kopeck.gateway.drains.running", drains, Drains::running)
                .description("Calls that are heard to their end though their reader has left")
                .register(registry);
    }
}
