package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.application.AccountOverview;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Funds;
import dev.kopeck.billing.domain.LimitUse;
import dev.kopeck.billing.domain.PastBalance;
import dev.kopeck.billing.domain.SpendLimitUse;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers about accounts as they go out. */
final class AccountViews {

    private AccountViews() {}

    /**
     * @param available posted minus held; what can be spent is this and the credit limit
     * @param creditLimit as it is now; left out for the past, of which no limits are kept
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BalanceView(
            String posted,
            String held,
            String available,
            @Nullable String creditLimit) {

        static BalanceView of(Funds funds) {
            return new BalanceView(
                    funds.posted().toDecimal(),
                    funds.held().toDecimal(),
                    funds.available().toDecimal(),
                    funds.creditLimit().toDecimal());
        }
    }

    /** @param at left out for now */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BalanceAtView(
            @Nullable String at,
            String posted,
            String held,
            String available,
            @Nullable String creditLimit) {

        static BalanceAtView of(Account account) {
            var now = BalanceView.of(account.funds());
            return new BalanceAtView(null, now.posted(), now.held(), now.available(), now.creditLimit());
        }

        static BalanceAtView of(PastBalance past) {
            return new BalanceAtView(
                    past.at().toString(),
                    past.posted().toDecimal(),
                    past.held().toDecimal(),
                    past.available().toDecimal(),
                    null);
        }
    }

    /** @param resetsAt when the next period begins */
    record LimitView(String limit, String spent, String held, String left, String from, String resetsAt) {

        static LimitView of(LimitUse use) {
            return new LimitView(
                    use.limit().toDecimal(),
                    use.spent().toDecimal(),
                    use.held().toDecimal(),
                    use.left().toDecimal(),
                    use.period().from().toString(),
                    use.period().until().toString());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LimitsView(
            String zone,
            @Nullable LimitView daily,
            @Nullable LimitView monthly) {

        static LimitsView of(SpendLimitUse use) {
            return new LimitsView(
                    use.limit().zone().getId(),
                    use.daily().map(LimitView::of).orElse(null),
                    use.monthly().map(LimitView::of).orElse(null));
        }
    }

    /** An account that has no limits (any more). */
    record NoLimitsView(String accountId) {}

    /**
     * @param statusReason why it is frozen or closed, or was unfrozen
     * @param registered only where a payer was asked for: whether this call registered it
     * @param granted only where this call granted something
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AccountView(
            String id,
            @Nullable String name,
            List<String> payers,
            String currency,
            String status,
            @Nullable String statusReason,
            BalanceView balance,
            @Nullable String lowBalance,
            @Nullable LimitsView limits,
            Map<String, String> metadata,
            String createdAt,
            @Nullable Boolean registered,
            @Nullable String granted) {

        static AccountView of(AccountOverview overview) {
            var account = overview.account();
            return new AccountView(
                    account.id().toString(),
                    account.profile().name().orElse(null),
                    account.payers().stream().map(Payer::value).toList(),
                    account.currency(),
                    AccountFields.word(account.status()),
                    account.profile().statusReason().orElse(null),
                    BalanceView.of(account.funds()),
                    account.lowBalance().map(Nanos::toDecimal).orElse(null),
                    overview.limits().map(LimitsView::of).orElse(null),
                    account.profile().metadata().entries(),
                    account.createdAt().toString(),
                    null,
                    null);
        }

        AccountView contacted(boolean nowRegistered, Nanos grant) {
            return new AccountView(
                    id,
                    name,
                    payers,
                    currency,
                    status,
                    statusReason,
                    balance,
                    lowBalance,
                    limits,
                    metadata,
                    createdAt,
                    nowRegistered,
                    grant.value() > 0 ? grant.toDecimal() : null);
        }
    }

    /** @param movedFrom the account that the payer had before, where it had another one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PayerView(
            String payer, String accountId, @Nullable String movedFrom) {}

    /** Times as RFC 3339, or null. */
    static @Nullable String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
