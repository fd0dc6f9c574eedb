package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.AccountQuery;
import dev.kopeck.billing.domain.PastBalance;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Accounts as operators see them, one or many, now or at an instant of the past. */
public final class FindAccounts {

    private final AccountRegister register;
    private final SpendLimits limits;

    public FindAccounts(AccountRegister register, SpendLimits limits) {
        this.register = register;
        this.limits = limits;
    }

    public Uni<Optional<AccountOverview>> find(AccountId id) {
        return register.find(id)
                .chain(found -> found.map(account -> overview(account).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    public Uni<AccountOverview> overview(Account account) {
        return overviews(List.of(account)).map(List::getFirst);
    }

    public Uni<Page> search(AccountQuery query) {
        return register.search(query)
                .chain(found -> overviews(found.accounts()).map(shown -> new Page(shown, found.nextBelow())));
    }

    /** Empty where there is no such account; zero before its first entry. */
    public Uni<Optional<PastBalance>> balanceAt(AccountId id, Instant at) {
        return register.find(id)
                .chain(found -> found.map(account -> register.balanceAt(id, at).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<List<AccountOverview>> overviews(List<Account> accounts) {
        return limits.inUse(accounts.stream().map(Account::id).toList())
                .map(used -> accounts.stream()
                        .map(account -> new AccountOverview(account, Optional.ofNullable(used.get(account.id()))))
                        .toList());
    }

    /** As {@link AccountRegister.Found}, with what is used of the limits. */
    public record Page(List<AccountOverview> accounts, Optional<Long> nextBelow) {
        public Page {
            accounts = List.copyOf(accounts);
        }
    }
}
