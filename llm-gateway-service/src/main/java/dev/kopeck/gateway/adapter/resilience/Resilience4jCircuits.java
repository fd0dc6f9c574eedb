package dev.kopeck.gateway.adapter.resilience;

import dev.kopeck.gateway.application.Circuits;
import dev.kopeck.gateway.config.CircuitConfig;
import dev.kopeck.gateway.domain.Provider;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** A circuit breaker for each provider of the catalogue, by its id. What they keep is a window of the last calls. */
final class Resilience4jCircuits implements Circuits {

    private static final Logger LOG = Logger.getLogger(Resilience4jCircuits.class);
    /** Only the verdict counts, and how long a call took does not: streams are slow because answers are long. */
    private static final long NO_TIME = 0;

    private final CircuitBreakerConfig config;
    private final BiConsumer<String, CircuitBreaker> onNew;
    private final ConcurrentMap<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    /** @param onNew is told of each provider's breaker when it is made */
    Resilience4jCircuits(CircuitConfig settings, InstantSource clock, BiConsumer<String, CircuitBreaker> onNew) {
        this.config = CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(Math.min(settings.callsMin(), settings.window()))
                .failureRateThreshold(settings.failurePercent())
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(settings.probes())
                // Probes that never come back would keep a circuit half open for ever.
                .maxWaitDurationInHalfOpenState(Duration.ofMinutes(5))
                .clock(clock.withZone(ZoneOffset.UTC))
                .build();
        this.onNew = onNew;
    }

    @Override
    public boolean mayCall(Provider provider) {
        return of(provider).tryAcquirePermission();
    }

    @Override
    public void succeeded(Provider provider) {
        of(provider).onSuccess(NO_TIME, TimeUnit.MILLISECONDS);
    }

    @Override
    public void failed(Provider provider) {
        of(provider).onError(NO_TIME, TimeUnit.MILLISECONDS, new ProviderFailed());
    }

    @Override
    public void undecided(Provider provider) {
        of(provider).releasePermission();
    }

    private CircuitBreaker of(Provider provider) {
        return breakers.computeIfAbsent(provider.id(), this::make);
    }

    private CircuitBreaker make(String id) {
        var breaker = CircuitBreaker.of(id, config);
        breaker.getEventPublisher()
                .onStateTransition(event -> LOG.warnf(
                        "A provider's circuit changes. provider=%s state=%s",
                        id, event.getStateTransition().getToState()));
        onNew.accept(id, breaker);
        return breaker;
    }

    /** Stands for a failure whose kind does not matter here. */
    private static final class ProviderFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ProviderFailed() {
            super("the provider failed", null, false, false);
        }
    }
}
