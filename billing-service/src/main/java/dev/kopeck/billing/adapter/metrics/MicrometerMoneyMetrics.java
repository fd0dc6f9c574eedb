package dev.kopeck.billing.adapter.metrics;

import dev.kopeck.billing.application.MoneyMetrics;
import dev.kopeck.contracts.money.Nanos;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Figures of money in and money back at /q/metrics; amounts in nanos. */
@Startup
@ApplicationScoped
class MicrometerMoneyMetrics implements MoneyMetrics {

    private static final String PAYMENTS = "kopeck.billing.payments";
    private static final String OUTCOME = "outcome";
    /** There from the start, at zero: an alert looks at whether they rise. */
    private static final List<String> OUTCOMES = List.of("credited", "replayed", "parked");

    private static final String TOO_MANY_TRIES = "too_many_tries";

    private final MeterRegistry registry;
    private final Counter credited;
    private final Counter breakage;

    MicrometerMoneyMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.credited = registry.counter("kopeck.billing.payments.credited.nanos");
        this.breakage = registry.counter("kopeck.billing.breakage.nanos");
        OUTCOMES.forEach(this::payments);
        codes(TOO_MANY_TRIES);
    }

    @Override
    public void paymentCredited(Nanos amount) {
        payments("credited").increment();
        credited.increment((double) amount.value());
    }

    @Override
    public void paymentReplayed() {
        payments("replayed").increment();
    }

    @Override
    public void paymentParked() {
        payments("parked").increment();
    }

    @Override
    public void breakage(Nanos amount) {
        breakage.increment((double) amount.value());
    }

    @Override
    public void code(String outcome) {
        codes(outcome).increment();
    }

    private Counter payments(String outcome) {
        return registry.counter(PAYMENTS, OUTCOME, outcome);
    }

    private Counter codes(String outcome) {
        return registry.counter("kopeck.billing.codes", OUTCOME, outcome);
    }
}
