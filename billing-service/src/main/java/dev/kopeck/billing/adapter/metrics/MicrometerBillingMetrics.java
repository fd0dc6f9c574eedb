package dev.kopeck.billing.adapter.metrics;

import dev.kopeck.billing.application.BillingMetrics;
import dev.kopeck.contracts.money.Nanos;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Billing's figures at /q/metrics, all named {@code kopeck_billing_…}; amounts in nanos. */
@ApplicationScoped
class MicrometerBillingMetrics implements BillingMetrics {

    private static final String RESERVATIONS = "kopeck.billing.reservations";
    private static final String SETTLEMENTS = "kopeck.billing.settlements";

    private final MeterRegistry registry;
    /** Found again without making tags: each prompt counts twice. */
    private final Map<String, Counter> reservations = new ConcurrentHashMap<>();

    private final Map<String, Counter> settlements = new ConcurrentHashMap<>();
    private final Counter charged;
    private final Counter uncollected;
    private final Counter expired;
    private final Counter retries;
    private final AtomicLong overdue;

    MicrometerBillingMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.charged = registry.counter("kopeck.billing.charged.nanos");
        this.uncollected = registry.counter("kopeck.billing.uncollected.nanos");
        this.expired = registry.counter("kopeck.billing.holds.expired");
        this.retries = registry.counter("kopeck.billing.store.retries");
        this.overdue = registry.gauge("kopeck.billing.holds.overdue", new AtomicLong());
    }

    @Override
    public void reservation(String outcome) {
        reservations
                .computeIfAbsent(outcome, name -> registry.counter(RESERVATIONS, "outcome", name))
                .increment();
    }

    @Override
    public void settlement(String resolution, Nanos chargedNow, Nanos uncollectedNow) {
        settlements
                .computeIfAbsent(resolution, name -> registry.counter(SETTLEMENTS, "resolution", name))
                .increment();
        charged.increment((double) chargedNow.value());
        uncollected.increment((double) uncollectedNow.value());
    }

    @Override
    public void expired(int holds) {
        expired.increment(holds);
    }

    @Override
    public void overdueHolds(long holds) {
        overdue.set(holds);
    }

    @Override
    public void deadLetter(String topic) {
        registry.counter("kopeck.billing.dead.letters", "topic", topic).increment();
    }

    @Override
    public void storeRetry() {
        retries.increment();
    }
}
