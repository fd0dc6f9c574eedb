package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.EstimatedCharge;
import dev.kopeck.billing.domain.MoneyDay;
import dev.kopeck.billing.domain.Period;
import dev.kopeck.billing.domain.UncollectedUsage;
import dev.kopeck.billing.domain.UsageLine;
import dev.kopeck.billing.domain.UsageQuery;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sums of the ledger, exact at the moment of the question. */
public interface UsageReports {

    /** Lines behind a key, ordered by their keys: day, account, model, channel. */
    Uni<List<UsageLine>> byKey(UsageQuery query, Optional<UsageLine.Key> after, int limit);

    /** The lines with the largest charges, the largest first. */
    Uni<List<UsageLine>> largest(UsageQuery query, int limit);

    /** All money of customers by day. */
    Uni<List<MoneyDay>> money(Period period, ZoneId zone);

    /** What could not be charged, the latest prompts first. */
    Uni<List<UncollectedUsage>> uncollected(UncollectedFilter filter, Optional<UUID> before, int limit);

    /**
     * Charges of the period whose tokens were estimated, the latest first.
     *
     * @param before only those before this place
     */
    Uni<List<EstimatedCharge>> estimated(
            Period period, Optional<AccountId> account, Optional<EstimatedCharge.Place> before, int limit);

    /** Which of it. */
    record UncollectedFilter(Period period, Optional<AccountId> account, Optional<UncollectedUsage.Reason> reason) {}
}
