package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.LedgerPartition;
import dev.kopeck.billing.domain.PartitionReport;
import dev.kopeck.billing.domain.RollStep;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** What the ledger's tables need from time to time. Every instance may do all of it at any moment. */
public interface LedgerUpkeep {

    /** Makes the partitions of this month and of so many months after it that are missing. */
    Uni<PartitionReport> ensurePartitions(int monthsAhead);

    /**
     * Counts the next entries into the rollup: at most so many, unless one transaction alone wrote more. Does nothing
     * while another instance does it.
     */
    Uni<RollStep> roll(int rowsMax);

    /** Tells the ledger's index about new rows, so that what the rollup does not have yet is found quickly. */
    Uni<Void> summarize();

    /** How long ago the rollup went on. */
    Uni<Duration> rollupAge();

    /** In the order of time, the one for strays last. */
    Uni<List<LedgerPartition>> partitions();
}
