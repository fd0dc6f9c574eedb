package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.SpendLimit;
import dev.kopeck.billing.domain.SpendLimitUse;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;

/** Limits per calendar day and month. Takes part in the open transaction where there is one. */
public interface SpendLimits {

    /** The limits of those accounts that have some, with what is used of them now, computed from the ledger. */
    Uni<Map<AccountId, SpendLimitUse>> inUse(Collection<AccountId> accounts);

    /** Whether the database knows the time zone too, since it is what keeps the limits. */
    Uni<Boolean> knows(ZoneId zone);

    /** Only under the account's lock. */
    Uni<Void> set(AccountId account, SpendLimit limit);

    /** Only under the account's lock. */
    Uni<Void> remove(AccountId account);
}
