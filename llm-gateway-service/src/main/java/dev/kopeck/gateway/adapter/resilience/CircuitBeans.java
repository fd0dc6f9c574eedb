package dev.kopeck.gateway.adapter.resilience;

import dev.kopeck.gateway.application.Circuits;
import dev.kopeck.gateway.config.GatewayConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Circuits whose state operators see: 0 closed, 1 probing, 2 open. */
@ApplicationScoped
class CircuitBeans {

    @Produces
    @Singleton
    Circuits circuits(GatewayConfig config, InstantSource clock, MeterRegistry registry) {
        return new Resilience4jCircuits(
                config.circuit(),
                clock,
                (id, breaker) -> Gauge.builder("kopeck.gateway.circuit", breaker, CircuitBeans::level)
                        .tag("provider", id)
                        .description("Whether a provider is asked: 0 yes, 1 by way of trial, 2 no")
                        .register(registry));
    }

    private static double level(CircuitBreaker breaker) {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> 2;
            case HALF_OPEN -> 1;
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
        };
    }
}
