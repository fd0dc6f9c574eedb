package dev.kopeck.billing.adapter.metrics;

import dev.kopeck.billing.application.BillingMetrics;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Nanos;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Billing's figures at /q/metrics, all named {@code kopeck_billing_…}; amounts in nanos. Counters that alerts look at are
 * there from the start, at zero: the first increment of one that was not there before would be no rise.
 */
@Startup
@ApplicationScoped
class MicrometerBillingMetrics implements BillingMetrics {

    private static final String RESERVATIONS = "kopeck.billing.reservations";
    private static final String SETTLEMENTS = "kopeck.billing.settlements";
    private static final String DEAD_LETTERS = "kopeck.billing.dead.letters";
    private static final List<String> RESERVED = List.of("held", "resolved", "parked");
    private static final List<Topic> READ =
            List.of(Topic.PROMPTS_SUBMITTED, Topic.COMPLETIONS_FINISHED, Topic.PAYMENTS_RECEIVED);

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
        RESERVED.forEach(this::reservations);
        for (var reason : DeclineReason.values()) {
            reservations(reason.name().toLowerCase(Locale.ROOT));
        }
        READ.forEach(topic -> deadLetters(topic.topicName()));
    }

    @Override
    public void reservation(String outcome) {
        reservations(outcome).increment();
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
        deadLetters(topic).increment();
    }

    @Override
    public void storeRetry() {
        retries.increment();
    }

    private Counter reservations(String outcome) {
        return reservations.computeIfAbsent(outcome, name -> registry.counter(RESERVATIONS, "outcome", name));
    }

    private Counter deadLetters(String topic) {
        return registry.counter(DEAD_LETTERS, "topic", topic);
    }
}
