package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.CheckRun;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Report.HourLine;
import dev.kopeck.billing.domain.trust.Violation;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/** What is known about the books: kept in the database, shown by every instance. */
public final class TrustState {

    private final Violations violations;
    private final CheckRuns runs;
    private final Parking parking;
    private final Seals seals;
    private final TrustMetrics metrics;

    public TrustState(Violations violations, CheckRuns runs, Parking parking, Seals seals, TrustMetrics metrics) {
        this.violations = violations;
        this.runs = runs;
        this.parking = parking;
        this.seals = seals;
        this.metrics = metrics;
    }

    /** Shows this instance's metrics what the database says: whichever instance found it. */
    public Uni<Void> publish() {
        return violations
                .count()
                .invoke(metrics::openViolations)
                .chain(runs::last)
                .invoke(metrics::lastRuns)
                .chain(parking::count)
                .invoke(metrics::parkedAccounts)
                .chain(seals::last)
                .invoke(metrics::lastSeal)
                .replaceWithVoid();
    }

    /** The last runs and the oldest open violations of each invariant. */
    public Uni<Overview> overview(int ofEach) {
        return runs.last()
                .chain(last -> violations
                        .count()
                        .chain(open -> violations.oldest(ofEach).map(seen -> new Overview(last, open, seen))));
    }

    Uni<Void> finished(CheckRun run) {
        return runs.finished(run);
    }

    Uni<Void> replace(Invariant invariant, List<Violation> found) {
        return violations.replace(invariant, found);
    }

    Uni<Void> replaceHours(List<HourLine> looked, List<Violation> found) {
        var subjects = looked.stream().map(TrustState::subject).toList();
        return violations.replace(Invariant.KAFKA, subjects, found);
    }

    /** How a violation of invariant 12 names what it is about. */
    static String subject(HourLine line) {
        return line.topic() + " " + line.hour();
    }

    /** @param open how many violations of each invariant are open; none are left out */
    public record Overview(List<CheckRun> runs, Map<Invariant, Long> open, List<Violations.Seen> violations) {
        public Overview {
            runs = List.copyOf(runs);
            open = Map.copyOf(open);
            violations = List.copyOf(violations);
        }
    }
}
