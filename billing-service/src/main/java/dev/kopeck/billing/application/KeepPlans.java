package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.AccountPricing;
import dev.kopeck.billing.domain.Plan;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** What an operator does with plans, and with the plan and the discount of an account. */
public final class KeepPlans {

    private final Plans plans;
    private final PricingChanges changes;

    public KeepPlans(Plans plans, PricingChanges changes) {
        this.plans = plans;
        this.changes = changes;
    }

    public Uni<Optional<Plan>> find(String name) {
        return plans.find(name);
    }

    public Uni<List<Plan>> list(Optional<String> after, int limit) {
        return plans.list(after, limit);
    }

    /** @param markup in basis points, within the bounds of {@link Plan} */
    public Uni<PlanSet> set(String name, int markup) {
        return changes.alone(() -> plans.find(name)
                .chain(before -> plans.set(name, markup)
                        .chain(() -> plans.find(name))
                        .map(after -> new PlanSet(before, after.orElseThrow()))));
    }

    /** Deletes a plan that no account is on. */
    public Uni<Deletion> delete(String name) {
        return changes.alone(() -> plans.find(name).chain(found -> delete(name, found)));
    }

    public Uni<Optional<AccountPricing>> pricing(AccountId account) {
        return plans.pricing(account);
    }

    /** @param discount in basis points, from none to all */
    public Uni<Repricing> price(AccountId account, Optional<String> plan, int discount) {
        return changes.alone(() -> plans.pricing(account)
                .chain(before -> before.isEmpty()
                        ? answer(new Repricing.UnknownAccount())
                        : price(before.get(), plan, discount)));
    }

    private Uni<Deletion> delete(String name, Optional<Plan> found) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(new Deletion.Unknown());
        }
        return found.get().accounts() > 0
                ? Uni.createFrom().item(new Deletion.InUse(found.get()))
                : plans.delete(name).replaceWith(new Deletion.Deleted(found.get()));
    }

    private Uni<Repricing> price(AccountPricing before, Optional<String> plan, int discount) {
        var known = plan.map(name -> plans.find(name).map(Optional::isPresent))
                .orElseGet(() -> Uni.createFrom().item(true));
        return known.chain(found -> found ? priced(before, plan, discount) : answer(new Repricing.UnknownPlan()));
    }

    private Uni<Repricing> priced(AccountPricing before, Optional<String> plan, int discount) {
        return plans.price(before.account(), plan, discount)
                .chain(() -> plans.pricing(before.account()))
                .map(after -> new Repricing.Priced(before, after.orElseThrow()));
    }

    private static Uni<Repricing> answer(Repricing answer) {
        return Uni.createFrom().item(answer);
    }

    /** @param before empty where the plan is new */
    public record PlanSet(Optional<Plan> before, Plan after) {}

    /** The outcome of {@link #delete}. */
    public sealed interface Deletion {
        record Deleted(Plan plan) implements Deletion {}

        record InUse(Plan plan) implements Deletion {}

        record Unknown() implements Deletion {}
    }

    /** The outcome of {@link #price}. */
    public sealed interface Repricing {
        record Priced(AccountPricing before, AccountPricing after) implements Repricing {}

        record UnknownAccount() implements Repricing {}

        record UnknownPlan() implements Repricing {}
    }
}
