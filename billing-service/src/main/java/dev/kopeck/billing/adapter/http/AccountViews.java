package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.application.AccountOverview;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Funds;
import dev.kopeck.billing.domain.LimitUse;
import dev.kopeck.billing.domain.PastBalance;
import dev.kopeck.billing.domain.ScopedCredit;
import dev.kopeck.billing.domain.SpendLimitUse;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Answers about accounts as they go out. */
final class AccountViews {

    private AccountViews() {}

    /**
     * @param available posted minus held; what can be spent is this and the credit limit
     * @param creditLimit as it is now; left out for the past, of which no limits are kept
     */
    @Schema(
            description = "What is available is posted minus held; what can be spent is that and the credit limit.",
            examples = """
                    {"posted":"6.00","held":"0.25","available":"5.75","creditLimit":"0.00"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BalanceView(
            @Schema(ref = ApiDocument.AMOUNT) String posted,
            @Schema(ref = ApiDocument.AMOUNT) String held,
            @Schema(ref = ApiDocument.AMOUNT) String available,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String creditLimit) {

        static BalanceView of(Funds funds) {
            return new BalanceView(
                    funds.posted().toDecimal(),
                    funds.held().toDecimal(),
                    funds.available().toDecimal(),
                    funds.creditLimit().toDecimal());
        }
    }

    /** @param at left out for now */
    @Schema(
            description = "Without a time for now; without a credit limit for the past, of which none are kept.",
            examples = """
                    {"at":"2026-11-25T12:00:00Z","posted":"6.00","held":"0.25","available":"5.75"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BalanceAtView(
            @Schema(ref = ApiDocument.TIME) @Nullable String at,
            @Schema(ref = ApiDocument.AMOUNT) String posted,
            @Schema(ref = ApiDocument.AMOUNT) String held,
            @Schema(ref = ApiDocument.AMOUNT) String available,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String creditLimit) {

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

    /** @param id the account that it lies in: of its transactions and its statement */
    @Schema(description = "Promotional credit that pays prompts for these models only.", examples = """
                    {"id":"1042","models":["kopeck-sim"],"posted":"5.00","held":"0.25","available":"4.75",\
                    "parked":false}""")
    record ScopedCreditView(
            @Schema(description = "The account that it lies in, which has transactions and a statement of its own.")
            String id,

            List<String> models,
            @Schema(ref = ApiDocument.AMOUNT) String posted,
            @Schema(ref = ApiDocument.AMOUNT) String held,
            @Schema(ref = ApiDocument.AMOUNT) String available,

            @Schema(description = "Whether its books do not add up: prompts are then paid without it.")
            boolean parked) {

        static @Nullable List<ScopedCreditView> of(List<ScopedCredit> scoped) {
            return scoped.isEmpty()
                    ? null
                    : scoped.stream().map(ScopedCreditView::of).toList();
        }

        private static ScopedCreditView of(ScopedCredit scoped) {
            var funds = scoped.funds();
            return new ScopedCreditView(
                    scoped.id().toString(),
                    scoped.models(),
                    funds.posted().toDecimal(),
                    funds.held().toDecimal(),
                    funds.available().toDecimal(),
                    scoped.parked());
        }
    }

    /** @param resetsAt when the next period begins */
    @Schema(examples = """
                    {"limit":"2.00","spent":"0.50","held":"0.25","left":"1.25","from":"2026-11-25T00:00:00Z",\
                    "resetsAt":"2026-11-26T00:00:00Z"}""")
    record LimitView(
            @Schema(ref = ApiDocument.AMOUNT) String limit,
            @Schema(ref = ApiDocument.AMOUNT) String spent,
            @Schema(ref = ApiDocument.AMOUNT) String held,
            @Schema(ref = ApiDocument.AMOUNT) String left,
            @Schema(ref = ApiDocument.TIME) String from,
            @Schema(ref = ApiDocument.TIME) String resetsAt) {

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

    @Schema(examples = """
                    {"zone":"UTC","daily":{"limit":"2.00","spent":"0.50","held":"0.25","left":"1.25",\
                    "from":"2026-11-25T00:00:00Z","resetsAt":"2026-11-26T00:00:00Z"}}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LimitsView(
            @Schema(description = "Where its days and months begin: a zone of the tz database.")
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
    @Schema(description = "An account that has no limits any more.", examples = """
                    {"accountId":"1001"}""")
    record NoLimitsView(String accountId) {}

    /**
     * @param statusReason why it is frozen or closed, or was unfrozen
     * @param registered only where a payer was asked for: whether this call registered it
     * @param granted only where this call granted something
     */
    @Schema(examples = """
                    {"id":"1001","name":"Acme","payers":["telegram:70060"],"currency":"USD","status":"active",\
                    "balance":{"posted":"6.00","held":"0.25","available":"5.75","creditLimit":"0.00"},\
                    "scopedCredit":[{"id":"1042","models":["kopeck-sim"],"posted":"5.00","held":"0.00",\
                    "available":"5.00","parked":false}],"lowBalance":"1.00","limits":{"zone":"UTC","daily":{"limit":"2.00","spent":"0.50",\
                    "held":"0.25","left":"1.25","from":"2026-11-25T00:00:00Z",\
                    "resetsAt":"2026-11-26T00:00:00Z"}},"metadata":{"team":"search"},\
                    "createdAt":"2026-11-25T10:15:30.123456Z"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AccountView(
            String id,
            @Nullable String name,
            List<String> payers,
            String currency,

            @Schema(description = "active, frozen, closed or parked.")
            String status,

            @Schema(description = "Why it is frozen or closed, or was unfrozen.") @Nullable String statusReason,

            BalanceView balance,

            @Schema(description = "What pays for certain models only; no part of the balance.") @Nullable List<ScopedCreditView> scopedCredit,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String lowBalance,
            @Nullable LimitsView limits,
            Map<String, String> metadata,
            @Schema(ref = ApiDocument.TIME) String createdAt,

            @Schema(description = "Only where a payer was met: whether this call registered it.") @Nullable Boolean registered,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String granted) {

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
                    ScopedCreditView.of(account.scopedCredit()),
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
                    scopedCredit,
                    lowBalance,
                    limits,
                    metadata,
                    createdAt,
                    nowRegistered,
                    grant.value() > 0 ? grant.toDecimal() : null);
        }
    }

    /** @param movedFrom the account that the payer had before, where it had another one */
    @Schema(examples = """
                    {"payer":"telegram:70060","accountId":"1001"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PayerView(
            String payer,
            String accountId,

            @Schema(description = "The account that the payer had before, where it had another one.") @Nullable String movedFrom) {}

    /** Times as RFC 3339, or null. */
    static @Nullable String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
