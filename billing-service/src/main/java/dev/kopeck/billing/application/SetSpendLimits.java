package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.SpendLimit;
import dev.kopeck.billing.domain.SpendLimitUse;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Limits per day and month. Changed under the account's lock: a reservation is decided by the old or the new ones. */
public final class SetSpendLimits {

    private final Transactions transactions;
    private final AccountRegister register;
    private final SpendLimits limits;

    public SetSpendLimits(Transactions transactions, AccountRegister register, SpendLimits limits) {
        this.transactions = transactions;
        this.register = register;
        this.limits = limits;
    }

    public Uni<LimitChange> set(AccountId id, SpendLimit limit) {
        return limits.knows(limit.zone()).chain(known -> {
            Uni<LimitChange> unknown = Uni.createFrom().item(new LimitChange.UnknownZone());
            return known ? changed(id, () -> limits.set(id, limit), false) : unknown;
        });
    }

    /** Leaves the account without limits, as one that never had some. */
    public Uni<LimitChange> remove(AccountId id) {
        return changed(id, () -> limits.remove(id), true);
    }

    private Uni<LimitChange> changed(AccountId id, Supplier<Uni<Void>> change, boolean alsoClosed) {
        return transactions.inOne(() -> register.lock(id).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(new LimitChange.UnknownAccount());
            }
            if (found.get().standing().closed() && !alsoClosed) {
                return Uni.createFrom().item(new LimitChange.AccountIsClosed());
            }
            return carriedOut(id, change);
        }));
    }

    private Uni<LimitChange> carriedOut(AccountId id, Supplier<Uni<Void>> change) {
        return inUse(id)
                .chain(before ->
                        change.get().chain(() -> inUse(id)).map(after -> new LimitChange.Changed(before, after)));
    }

    private Uni<Optional<SpendLimitUse>> inUse(AccountId id) {
        return limits.inUse(List.of(id)).map(used -> Optional.ofNullable(used.get(id)));
    }
}
