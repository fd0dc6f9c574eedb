package dev.kopeck.gateway.adapter.metrics;

import dev.kopeck.gateway.application.access.Access;
import dev.kopeck.gateway.application.access.AccessMeasurements;
import dev.kopeck.gateway.application.access.Admission;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** Labels are reasons, never keys or accounts. */
@ApplicationScoped
class MicrometerAccessMeasurements implements AccessMeasurements {

    private static final String REFUSED = "kopeck.gateway.requests.refused";
    private static final String REASON = "reason";

    private final MeterRegistry registry;

    MicrometerAccessMeasurements(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void denied(Access.Reason reason) {
        refused("key_" + lower(reason));
    }

    @Override
    public void unavailable() {
        refused("billing_unavailable");
    }

    @Override
    public void limited(Admission.Limit limit, Admission.Scope scope) {
        refused(lower(scope) + "_limit_" + lower(limit));
    }

    private void refused(String reason) {
        registry.counter(REFUSED, REASON, reason).increment();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
