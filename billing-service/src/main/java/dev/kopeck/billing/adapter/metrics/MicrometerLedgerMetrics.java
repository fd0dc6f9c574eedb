package dev.kopeck.billing.adapter.metrics;

import dev.kopeck.billing.application.LedgerMetrics;
import dev.kopeck.billing.domain.PartitionReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The ledger's figures at /q/metrics, all named {@code kopeck_billing_ledger_…}. */
@Startup
@ApplicationScoped
class MicrometerLedgerMetrics implements LedgerMetrics {

    private final AtomicLong missing;
    private final AtomicLong strays;
    private final AtomicLong rollupAge;
    private final AtomicLong downloads;
    private final Counter rolled;
    private final Counter released;

    MicrometerLedgerMetrics(MeterRegistry registry) {
        this.missing = registry.gauge("kopeck.billing.ledger.partitions.missing", new AtomicLong());
        this.strays = registry.gauge("kopeck.billing.ledger.stray.rows", new AtomicLong());
        this.rollupAge = registry.gauge("kopeck.billing.ledger.rollup.age.seconds", new AtomicLong());
        this.downloads = registry.gauge("kopeck.billing.ledger.downloads", new AtomicLong());
        this.rolled = registry.counter("kopeck.billing.ledger.rolled");
        this.released = registry.counter("kopeck.billing.holds.released.by.operators");
    }

    @Override
    public void partitions(PartitionReport report) {
        missing.set(report.missing());
        strays.set(report.strays());
    }

    @Override
    public void rolled(long entries) {
        rolled.increment((double) entries);
    }

    @Override
    public void rollupAge(Duration age) {
        rollupAge.set(age.toSeconds());
    }

    @Override
    public void downloads(int running) {
        downloads.set(running);
    }

    @Override
    public void holdReleased() {
        released.increment();
    }
}
