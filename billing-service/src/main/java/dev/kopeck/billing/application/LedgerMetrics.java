package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.PartitionReport;
import java.time.Duration;

/** What operators watch of the ledger's upkeep and of what is read from it. */
public interface LedgerMetrics {

    void partitions(PartitionReport report);

    /** @param entries counted into the rollup just now */
    void rolled(long entries);

    /** @param age how long ago the rollup went on */
    void rollupAge(Duration age);

    /** @param downloads statements and exports that are being sent by this instance */
    void downloads(int downloads);

    /** An operator gave held money back. */
    void holdReleased();
}
