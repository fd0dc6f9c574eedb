package dev.kopeck.billing.domain.trust;

import java.util.List;

/**
 * What one statement found.
 *
 * @param accounts how many accounts were checked to their end
 * @param unfinished accounts with more entries than one statement takes, and from where to go on
 */
public record Findings(long accounts, long entries, List<Violation> violations, List<EntryRange> unfinished) {

    public Findings {
        violations = List.copyOf(violations);
        unfinished = List.copyOf(unfinished);
    }

    public Tally tally() {
        return new Tally(accounts, entries, violations.size());
    }
}
