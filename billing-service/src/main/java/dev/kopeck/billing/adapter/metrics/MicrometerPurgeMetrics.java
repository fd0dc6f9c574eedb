package dev.kopeck.billing.adapter.metrics;

import dev.kopeck.billing.application.PurgeMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code kopeck_billing_purged_rows_total} by table. */
@Startup
@ApplicationScoped
class MicrometerPurgeMetrics implements PurgeMetrics {

    private final MeterRegistry registry;

    MicrometerPurgeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void purged(String table, int rows) {
        registry.counter("kopeck.billing.purged.rows", "table", table).increment(rows);
    }
}
