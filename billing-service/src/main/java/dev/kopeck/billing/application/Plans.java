package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.AccountPricing;
import dev.kopeck.billing.domain.Plan;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Plans, and on which terms accounts buy. */
public interface Plans {

    Uni<Optional<Plan>> find(String name);

    /** By name, those after the given one. */
    Uni<List<Plan>> list(Optional<String> after, int limit);

    /** @param markup in basis points */
    Uni<Void> set(String name, int markup);

    /** Deletes a plan that no account is on. */
    Uni<Void> delete(String name);

    /** Empty where there is no such account. */
    Uni<Optional<AccountPricing>> pricing(AccountId account);

    /** @param discount in basis points */
    Uni<Void> price(AccountId account, Optional<String> plan, int discount);
}
