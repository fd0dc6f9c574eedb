package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.application.IntrospectKeys.Introspection;
import dev.kopeck.billing.domain.ApiKey;
import dev.kopeck.billing.domain.ApiKeySecret;
import dev.kopeck.billing.domain.LimitUse;
import dev.kopeck.billing.domain.SpendLimitUse;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Answers about API keys as they go out. */
final class ApiKeyViews {

    private ApiKeyViews() {}

    /**
     * @param key in clear, in the answer that issued it and never again
     * @param models left out where all are allowed
     * @param left of the spend limit, where there is one
     */
    @Schema(examples = """
                    {"id":"0193565e-5d0d-7aa2-8f3e-1b2c3d4e5f60","accountId":"1001","name":"CI",\
                    "prefix":"kp_3q2-7wEj","status":"active","models":["kopeck-sim"],"spendLimit":"5.00",\
                    "spent":"0.50","held":"0.25","left":"4.25","createdAt":"2026-11-25T10:15:30.123456Z",\
                    "expiresAt":"2099-12-31T00:00:00Z","lastUsedAt":"2026-11-25T10:20:00Z"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApiKeyView(
            String id,
            String accountId,
            String name,

            @Schema(description = "In clear, in the answer that issued it and never again.") @Nullable String key,

            @Schema(description = "How the key begins, to recognise it by.")
            String prefix,

            @Schema(description = "active, expired or revoked.")
            String status,

            @Schema(description = "Left out where all are allowed.") @Nullable List<String> models,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String spendLimit,
            @Schema(ref = ApiDocument.AMOUNT) String spent,
            @Schema(ref = ApiDocument.AMOUNT) String held,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String left,
            @Schema(ref = ApiDocument.TIME) String createdAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String expiresAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String revokedAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String lastUsedAt) {

        static ApiKeyView of(ApiKey key) {
            return of(key, null);
        }

        static ApiKeyView of(ApiKey key, @Nullable ApiKeySecret secret) {
            var terms = key.terms();
            var use = key.use();
            return new ApiKeyView(
                    key.id().toString(),
                    key.account().toString(),
                    terms.name(),
                    secret == null ? null : secret.value(),
                    key.prefix(),
                    AccountFields.word(key.status()),
                    terms.models().orElse(null),
                    terms.spendLimit().map(Nanos::toDecimal).orElse(null),
                    use.spent().toDecimal(),
                    use.held().toDecimal(),
                    terms.spendLimit().map(use::left).map(Nanos::toDecimal).orElse(null),
                    key.createdAt().toString(),
                    AccountViews.time(terms.expiresAt()),
                    AccountViews.time(key.revokedAt()),
                    AccountViews.time(use.lastUsedAt()));
        }

        /** Without the key, so that no log can show it. */
        @Override
        public String toString() {
            return "ApiKeyView[id=" + id + "]";
        }
    }

    /**
     * What may be spent, by what limits it.
     *
     * @param balance what the account has, with its credit
     * @param key of the key's own limit, where it has one
     * @param daily of the account's limit per day, where it has one
     * @param monthly of the account's limit per month, where it has one
     */
    @Schema(
            description = "What may be spent, by what limits it: the balance with its credit, the key's own limit,"
                    + " the account's limits.",
            examples = """
                    {"balance":"5.75","key":"4.25","daily":"1.25"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LeftView(
            @Schema(ref = ApiDocument.AMOUNT) String balance,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String key,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String daily,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String monthly) {

        static LeftView of(Introspection found) {
            var funds = found.account().account().funds();
            var terms = found.key().terms();
            var limits = found.account().limits();
            return new LeftView(
                    funds.spendable().toDecimal(),
                    terms.spendLimit()
                            .map(found.key().use()::left)
                            .map(Nanos::toDecimal)
                            .orElse(null),
                    left(limits, SpendLimitUse::daily),
                    left(limits, SpendLimitUse::monthly));
        }

        private static @Nullable String left(
                Optional<SpendLimitUse> limits, Function<SpendLimitUse, Optional<LimitUse>> period) {
            return limits.flatMap(period)
                    .map(LimitUse::left)
                    .map(Nanos::toDecimal)
                    .orElse(null);
        }
    }

    /**
     * All but {@code active} is left out where there is no such key.
     *
     * @param active whether billing would look at a prompt that comes with it
     * @param reason why it is not active
     * @param payer what prompts that come with this key must name
     */
    @Schema(description = "All but active is left out where there is no such key.", examples = """
                    {"active":true,"keyId":"0193565e-5d0d-7aa2-8f3e-1b2c3d4e5f60","keyName":"CI","accountId":"1001",\
                    "accountStatus":"active","payer":"account:1001","models":["kopeck-sim"],\
                    "left":{"balance":"5.75","key":"4.25","daily":"1.25"},"expiresAt":"2099-12-31T00:00:00Z"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IntrospectionView(
            @Schema(description = "Whether a prompt that comes with it would be looked at.")
            boolean active,

            @Schema(
                    description = "Why it is not active: key_revoked, key_expired, account_frozen, account_closed or"
                            + " account_parked.")
            @Nullable String reason,

            @Nullable String keyId,
            @Nullable String keyName,
            @Nullable String accountId,
            @Nullable String accountStatus,

            @Schema(description = "What prompts that come with this key must name.") @Nullable String payer,

            @Nullable List<String> models,
            @Nullable LeftView left,
            @Schema(ref = ApiDocument.TIME) @Nullable String expiresAt) {

        static final IntrospectionView UNKNOWN =
                new IntrospectionView(false, null, null, null, null, null, null, null, null, null);

        static IntrospectionView of(Introspection found) {
            var key = found.key();
            var account = found.account().account();
            var reason = reason(found);
            return new IntrospectionView(
                    reason == null,
                    reason,
                    key.id().toString(),
                    key.terms().name(),
                    account.id().toString(),
                    AccountFields.word(account.status()),
                    Payer.account(account.id()).value(),
                    key.terms().models().orElse(null),
                    LeftView.of(found),
                    AccountViews.time(key.terms().expiresAt()));
        }

        private static @Nullable String reason(Introspection found) {
            return switch (found.key().status()) {
                case REVOKED -> "key_revoked";
                case EXPIRED -> "key_expired";
                case ACTIVE -> {
                    var status = found.account().account().status();
                    yield switch (status) {
                        case ACTIVE -> null;
                        case FROZEN, CLOSED, PARKED -> "account_" + AccountFields.word(status);
                    };
                }
            };
        }
    }
}
