package dev.kopeck.billing.adapter.metrics;

import dev.kopeck.billing.application.trust.TrustMetrics;
import dev.kopeck.billing.domain.trust.CheckMode;
import dev.kopeck.billing.domain.trust.CheckRun;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Reconciliation;
import dev.kopeck.billing.domain.trust.Seal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What proves the books right, at /q/metrics; docs/operating/trust.md lists the figures. Ages are of the moment. */
@Startup
@ApplicationScoped
class MicrometerTrustMetrics implements TrustMetrics {

    private static final Duration HOUR = Duration.ofHours(1);

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<Invariant, AtomicLong> open = new ConcurrentHashMap<>();
    private final Map<CheckMode, CheckRun> runs = new ConcurrentHashMap<>();
    private final AtomicLong parked;
    private final AtomicLong wrongSeals;
    private final Counter parkedNow;
    private volatile Instant sealedUntil = Instant.EPOCH;

    MicrometerTrustMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.parked = registry.gauge("kopeck.billing.accounts.parked", new AtomicLong());
        this.wrongSeals = registry.gauge("kopeck.billing.seals.wrong", new AtomicLong());
        this.parkedNow = registry.counter("kopeck.billing.parkings");
        Gauge.builder("kopeck.billing.seal.age.seconds", this, MicrometerTrustMetrics::sealAge)
                .register(registry);
        for (var invariant : Invariant.values()) {
            register(invariant);
        }
        for (var mode : CheckMode.values()) {
            Gauge.builder("kopeck.billing.check.duration.seconds", this, metrics -> metrics.took(mode))
                    .tag("mode", mode.apiName())
                    .register(registry);
        }
        Gauge.builder("kopeck.billing.proof.age.seconds", this, MicrometerTrustMetrics::proofAge)
                .register(registry);
        for (var kind : Reconciliation.Kind.values()) {
            reconciliations(kind.apiName(), false);
            reconciliations(kind.apiName(), true);
        }
    }

    @Override
    public void openViolations(Map<Invariant, Long> violations) {
        open.forEach((invariant, count) -> count.set(violations.getOrDefault(invariant, 0L)));
    }

    @Override
    public void lastRuns(List<CheckRun> last) {
        last.forEach(run -> runs.put(run.mode(), run));
    }

    @Override
    public void parkedAccounts(long accounts) {
        parked.set(accounts);
    }

    @Override
    public void lastSeal(Optional<Seal> seal) {
        sealedUntil = seal.map(last -> last.hour().plus(HOUR)).orElse(Instant.EPOCH);
    }

    @Override
    public void parked(int accounts) {
        parkedNow.increment(accounts);
    }

    @Override
    public void wrongSeals(long hours) {
        wrongSeals.set(hours);
    }

    @Override
    public void reconciled(String kind, long differing) {
        reconciliations(kind, differing > 0).increment();
    }

    /** There from the start, at zero: an alert looks at whether they rise. */
    private Counter reconciliations(String kind, boolean differs) {
        return registry.counter("kopeck.billing.reconciliations", "kind", kind, "differs", Boolean.toString(differs));
    }

    private void register(Invariant invariant) {
        var tags = Tags.of("invariant", Integer.toString(invariant.number()), "name", invariant.apiName());
        open.put(
                invariant,
                Objects.requireNonNull(registry.gauge("kopeck.billing.invariant.violations", tags, new AtomicLong())));
        Gauge.builder("kopeck.billing.invariant.age.seconds", this, metrics -> metrics.age(invariant))
                .tags(tags)
                .register(registry);
    }

    /** Not a number until the first check is known. */
    private double age(Invariant invariant) {
        return runs.values().stream()
                .filter(run -> run.mode().covers(invariant))
                .map(CheckRun::finished)
                .max(Instant::compareTo)
                .map(this::secondsSince)
                .orElse(Double.NaN);
    }

    /** Since every entry of every account was checked; not a number before the first time. */
    private double proofAge() {
        var run = runs.get(CheckMode.FULL);
        return run == null ? Double.NaN : secondsSince(run.finished());
    }

    private double took(CheckMode mode) {
        var run = runs.get(mode);
        return run == null ? Double.NaN : run.took().toMillis() / 1000.0;
    }

    private double sealAge() {
        return sealedUntil.equals(Instant.EPOCH) ? Double.NaN : secondsSince(sealedUntil);
    }

    private double secondsSince(Instant time) {
        return Duration.between(time, clock.instant()).toMillis() / 1000.0;
    }
}
