package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.Reconciliation;
import dev.kopeck.billing.domain.trust.Reconciliation.Kind;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/** Asks for comparisons that take longer than a request may. */
public final class RequestReconciliation {

    private static final int DAY_HOURS = 24;

    private final Reconciliations reconciliations;
    private final Duration slack;
    private final int hoursMax;
    private final Supplier<UUID> ids;
    private final Clock clock;

    /** @param slack how much later than its row an event may be told */
    public RequestReconciliation(
            Reconciliations reconciliations, Duration slack, int hoursMax, Supplier<UUID> ids, Clock clock) {
        this.reconciliations = reconciliations;
        this.slack = slack;
        this.hoursMax = hoursMax;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whole hours; in the caller's transaction. */
    public Uni<Reconciliation> kafka(Instant from, Instant to) {
        return reconciliations.request(ids.get(), Kind.KAFKA, from, to);
    }

    /** The last day that can be compared, as far as one comparison may reach. */
    Uni<Reconciliation> lastDayOnKafka() {
        var to = comparableUntil().truncatedTo(ChronoUnit.HOURS);
        return kafka(to.minus(Duration.ofHours(Math.min(DAY_HOURS, hoursMax))), to);
    }

    public int hoursMax() {
        return hoursMax;
    }

    /** Everything before it is on Kafka by now, if it is there at all. */
    public Instant comparableUntil() {
        return clock.instant().minus(slack);
    }
}
