package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.PartitionReport;
import dev.kopeck.billing.domain.RollStep;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes partitions ahead of time and keeps the rollup up. Nothing here is urgent: what fails is done by the next round. */
public final class KeepLedger {

    private static final Logger LOG = Logger.getLogger(KeepLedger.class);

    private final LedgerUpkeep ledger;
    private final LedgerMetrics metrics;
    private final Limits limits;
    private volatile @Nullable PartitionReport lastReport;

    public KeepLedger(LedgerUpkeep ledger, LedgerMetrics metrics, Limits limits) {
        this.ledger = ledger;
        this.metrics = metrics;
        this.limits = limits;
    }

    /**
     * How much to do.
     *
     * @param monthsAhead how many months have their partition before they begin
     * @param rollRowsMax how many entries one transaction of the rollup counts at most
     * @param rollStepsMax how many such transactions one round has at most
     */
    public record Limits(int monthsAhead, int rollRowsMax, int rollStepsMax) {}

    /** One look at the partitions. Never fails. */
    public Uni<Void> checkPartitions() {
        return quietly(
                "The ledger's partitions could not be looked after",
                ledger.ensurePartitions(limits.monthsAhead()).invoke(this::note).replaceWithVoid());
    }

    /**
     * One round of the rollup: bounded steps, as long as there is more. Never fails. The index is told of new entries
     * first: each step would read all of them otherwise.
     */
    public Uni<Void> roll() {
        return quietly(
                "The rollup could not go on",
                ledger.summarize()
                        .chain(this::steps)
                        .invoke(metrics::rolled)
                        .chain(ledger::rollupAge)
                        .invoke(metrics::rollupAge)
                        .replaceWithVoid());
    }

    /** What the last look at the partitions found; empty before the first one. */
    public Optional<PartitionReport> lastReport() {
        return Optional.ofNullable(lastReport);
    }

    private Uni<Long> steps() {
        return Multi.createBy()
                .repeating()
                .uni(() -> ledger.roll(limits.rollRowsMax()))
                .whilst(RollStep::more)
                .select()
                .first(limits.rollStepsMax())
                .collect()
                .with(Collectors.summingLong(RollStep::rows));
    }

    private void note(PartitionReport report) {
        lastReport = report;
        metrics.partitions(report);
        if (report.created() > 0) {
            LOG.infof("Partitions of the ledger made count=%d", report.created());
        }
        if (report.missing() > 0 || report.strays() > 0) {
            LOG.warnf(
                    "The ledger's default partition is or will be in use missingMonths=%d strayRows=%d",
                    report.missing(), report.strays());
        }
    }

    private static Uni<Void> quietly(String what, Uni<Void> work) {
        return work.onFailure()
                .invoke(failure -> LOG.warnf("%s, the next round goes on reason=%s", what, failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
