package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.EntryRange;
import dev.kopeck.billing.domain.trust.Findings;
import dev.kopeck.billing.domain.trust.Violation;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The queries that check the books. What each call compares comes from one snapshot, so nothing that prompts do at the
 * same time looks like a violation. Takes part in an open transaction.
 */
public interface BookChecks {

    /** Everything that older transactions wrote is visible to whoever asks after this; opaque. */
    Uni<String> watermark();

    /** What {@link #lookedAt} was told last; before the first time a watermark that is older than everything. */
    Uni<String> lastWatermark();

    Uni<Void> lookedAt(String watermark);

    /**
     * Of the next accounts after this one those that a transaction wrote to which is not older than the watermark, and
     * those whose holds do not add up; with the entries that {@link #checkOn} has not checked yet.
     *
     * @param scan how many accounts are looked at
     */
    Uni<Page> changed(long after, int scan, String since);

    /** The next accounts after this one, with all their entries. */
    Uni<Page> all(long after, int limit);

    /** Some accounts with their last entries, other ones each time until all had their turn. */
    Uni<List<EntryRange>> sample(int accounts, long entries);

    /** @param entriesMax how many entries of one account are read at most */
    Uni<Findings> check(List<EntryRange> ranges, long entriesMax);

    /** As {@link #check}, and remembers of each account without a violation how far its entries are checked. */
    Uni<Findings> checkOn(List<EntryRange> ranges, long entriesMax);

    /** Holds that are open so long after their expiry, at most so many accounts of them. */
    Uni<List<Violation>> overdue(Duration grace, int limit);

    /** The sum of all balances per currency, in nanos. Reads the whole ledger. */
    Uni<Map<String, BigDecimal>> totals();

    /** @param last where the next page begins; empty at the end */
    record Page(OptionalLong last, List<EntryRange> ranges) {
        public Page {
            ranges = List.copyOf(ranges);
        }
    }
}
