package dev.kopeck.billing.adapter.metrics;

import dev.kopeck.billing.application.PriceMetrics;
import dev.kopeck.billing.domain.Suspicion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Figures of prices and their imports at /q/metrics; all counters are there from the start, at zero. */
@Startup
@ApplicationScoped
class MicrometerPriceMetrics implements PriceMetrics {

    private final MeterRegistry registry;
    private final Clock clock;
    private final Counter versions;
    private volatile Instant newest = Instant.EPOCH;

    MicrometerPriceMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.versions = registry.counter("kopeck.billing.price.versions");
        Gauge.builder("kopeck.billing.price.newest.age.seconds", this, MicrometerPriceMetrics::newestAge)
                .register(registry);
        for (var result : ImportResult.values()) {
            imports(result);
        }
        for (var suspicion : Suspicion.values()) {
            suspicions(suspicion, false);
            suspicions(suspicion, true);
        }
    }

    @Override
    public void imported(ImportResult result) {
        imports(result).increment();
    }

    @Override
    public void versionsMade(int made) {
        versions.increment(made);
    }

    @Override
    public void suspicious(Suspicion suspicion, boolean confirmed) {
        suspicions(suspicion, confirmed).increment();
    }

    @Override
    public void newestInEffect(Instant since) {
        newest = since;
    }

    private Counter imports(ImportResult result) {
        return registry.counter("kopeck.billing.price.imports", "result", name(result));
    }

    private Counter suspicions(Suspicion suspicion, boolean confirmed) {
        return registry.counter(
                "kopeck.billing.prices.suspicious",
                "suspicion",
                name(suspicion),
                "confirmed",
                Boolean.toString(confirmed));
    }

    /** Not a number until prices were read. */
    private double newestAge() {
        var since = newest;
        return since.equals(Instant.EPOCH)
                ? Double.NaN
                : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
