package dev.kopeck.billing.domain.trust;

import java.util.ArrayList;
import java.util.List;

/**
 * Entries of an account that are to be checked.
 *
 * @param after the sequence number of the last one that is taken as checked; 0 for all
 * @param upTo the last one there was when this was asked; there may be more by now
 */
public record EntryRange(long account, long after, long upTo) {

    /** At least 1: an account without new entries costs something too. */
    private long weight() {
        return Math.max(1, upTo - after);
    }

    /**
     * Cuts a list into portions that one statement can check in a short time: none has more accounts than that, and none
     * that has more than one account has more entries than that.
     */
    public static List<List<EntryRange>> portions(List<EntryRange> ranges, int accountsMax, long entriesMax) {
        var portions = new ArrayList<List<EntryRange>>();
        var portion = new ArrayList<EntryRange>();
        long weight = 0;
        for (var range : ranges) {
            boolean full = portion.size() == accountsMax || weight + range.weight() > entriesMax;
            if (full && !portion.isEmpty()) {
                portions.add(List.copyOf(portion));
                portion.clear();
                weight = 0;
            }
            portion.add(range);
            weight += range.weight();
        }
        if (!portion.isEmpty()) {
            portions.add(List.copyOf(portion));
        }
        return portions;
    }
}
