package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.application.trust.OutcomeLog.Part;
import dev.kopeck.billing.application.trust.OutcomeLog.Reading;
import dev.kopeck.billing.domain.trust.CheckMode;
import dev.kopeck.billing.domain.trust.CheckRun;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Reconciliation;
import dev.kopeck.billing.domain.trust.Report;
import dev.kopeck.billing.domain.trust.Report.HourLine;
import dev.kopeck.billing.domain.trust.Violation;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Counts the outcomes on Kafka against the rows of the books, hour by hour, each event once. */
public final class ReconcileKafka {

    private final OutcomeLog log;
    private final OutcomeComparison comparison;
    private final Reconciliations reconciliations;
    private final TrustState state;
    private final Limits limits;
    private final Clock clock;

    public ReconcileKafka(
            OutcomeLog log,
            OutcomeComparison comparison,
            Reconciliations reconciliations,
            TrustState state,
            Limits limits,
            Clock clock) {
        this.log = log;
        this.comparison = comparison;
        this.reconciliations = reconciliations;
        this.state = state;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * @param slack how much later than its row an event may be told
     * @param holdTtl how long a prompt may be authorised before it ends
     * @param eventsMax how many events are read at most
     */
    public record Limits(Duration slack, Duration holdTtl, long eventsMax) {}

    /** Does it; what the database cannot do now fails, and is tried again. Everything else ends in a result. */
    Uni<Reconciliation> compare(Reconciliation asked) {
        var started = clock.instant();
        // A row that does not say when it was authorised counts when it ended: its event may be older than the hours.
        var from = asked.from().minus(limits.holdTtl()).minus(limits.slack());
        var to = asked.to().plus(limits.slack());
        return log.open(from, to)
                .chain(reading -> all(asked, reading).eventually(reading::close))
                .chain(read -> finished(asked, read, started))
                .onFailure(failure -> !(failure instanceof StoreUnavailableException))
                .recoverWithUni(failure -> reconciliations.fail(asked.id(), sentence(failure)))
                .call(() -> comparison.forget(asked.id()));
    }

    private Uni<Read> all(Reconciliation asked, Reading reading) {
        return Multi.createBy()
                .repeating()
                .uni(AtomicLong::new, count -> part(asked, reading, count))
                .whilst(part -> !part.end())
                .map(part -> new Read(part.events().size(), part.truncated()))
                .collect()
                .with(Collectors.reducing(new Read(0, false), Read::plus));
    }

    private Uni<Part> part(Reconciliation asked, Reading reading, AtomicLong count) {
        return reading.next().chain(part -> {
            if (count.addAndGet(part.events().size()) > limits.eventsMax()) {
                return Uni.createFrom().failure(new TooManyEventsException(limits.eventsMax()));
            }
            return comparison.keep(asked.id(), part.events()).replaceWith(part);
        });
    }

    private Uni<Reconciliation> finished(Reconciliation asked, Read read, Instant started) {
        return comparison
                .compare(asked.id(), asked.from(), asked.to(), limits.holdTtl())
                .chain(lines -> {
                    var report = report(lines, read);
                    // What Kafka has thrown away since is no difference between it and the books.
                    var noted = read.truncated()
                            ? Uni.createFrom().voidItem()
                            : state.replaceHours(lines, violations(lines));
                    return noted.chain(() -> state.finished(new CheckRun(
                                    CheckMode.KAFKA,
                                    clock.instant(),
                                    Duration.between(started, clock.instant()),
                                    Duration.between(asked.from(), asked.to()).toHours(),
                                    read.events())))
                            .chain(() -> reconciliations.finish(asked.id(), report));
                });
    }

    private static Report report(List<HourLine> lines, Read read) {
        long differing = lines.stream().filter(HourLine::differs).count();
        var notes = read.truncated()
                ? List.of(
                        "The topics do not hold all of this time any more: rows without an event may be older than them.")
                : List.<String>of();
        return Report.of(lines.size(), differing, notes, lines);
    }

    private static List<Violation> violations(List<HourLine> lines) {
        return lines.stream()
                .filter(HourLine::differs)
                .map(line -> new Violation(
                        Invariant.KAFKA,
                        Optional.empty(),
                        TrustState.subject(line),
                        Optional.of(BigDecimal.valueOf(line.rows())),
                        Optional.of(BigDecimal.valueOf(line.events())),
                        line.untold() + line.unknown()))
                .toList();
    }

    private static String sentence(Throwable failure) {
        return failure instanceof TooManyEventsException
                ? String.valueOf(failure.getMessage())
                : "Kafka could not be read: %s.".formatted(failure.getClass().getSimpleName());
    }

    private record Read(long events, boolean truncated) {
        Read plus(Read other) {
            return new Read(events + other.events, truncated || other.truncated);
        }
    }

    private static final class TooManyEventsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private TooManyEventsException(long most) {
            super("There are more than %d events; ask for fewer hours.".formatted(most), null, false, false);
        }
    }
}
