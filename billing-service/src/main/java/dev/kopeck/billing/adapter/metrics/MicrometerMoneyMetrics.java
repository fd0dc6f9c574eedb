package dev.kopeck.billing.adapter.metrics;

import dev.kopeck.billing.application.MoneyMetrics;
import dev.kopeck.contracts.money.Nanos;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Figures of money in and money back at /q/metrics; amounts in nanos. */
@ApplicationScoped
class MicrometerMoneyMetrics implements MoneyMetrics {

    private static final String PAYMENTS = "kopeck.billing.payments";
    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;
    private final Counter credited;
    private final Counter breakage;

    MicrometerMoneyMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.credited = registry.counter("kopeck.billing.payments.credited.nanos");
        this.breakage = registry.counter("kopeck.billing.breakage.nanos");
    }

    @Override
    public void paymentCredited(Nanos amount) {
        registry.counter(PAYMENTS, OUTCOME, "credited").increment();
        credited.increment((double) amount.value());
    }

    @Override
    public void paymentReplayed() {
        registry.counter(PAYMENTS, OUTCOME, "replayed").increment();
    }

    @Override
    public void paymentParked() {
        registry.counter(PAYMENTS, OUTCOME, "parked").increment();
    }

    @Override
    public void breakage(Nanos amount) {
        breakage.increment((double) amount.value());
    }

    @Override
    public void code(String outcome) {
        registry.counter("kopeck.billing.codes", OUTCOME, outcome).increment();
    }
}
