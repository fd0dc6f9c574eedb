package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * What a usage report is asked for.
 *
 * @param period whole hours; where accounts matter, whole days of UTC in zone UTC
 * @param zone whose days they are
 * @param groups what each line stands for; one line for everything where there are none
 */
public record UsageQuery(Period period, ZoneId zone, Optional<AccountId> account, Set<Group> groups) {

    public UsageQuery {
        groups = Set.copyOf(groups);
    }

    /** What lines may be made of. */
    public enum Group {
        DAY,
        ACCOUNT,
        MODEL,
        CHANNEL
    }
}
