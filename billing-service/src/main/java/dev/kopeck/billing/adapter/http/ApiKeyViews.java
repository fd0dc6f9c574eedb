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
import org.jspecify.annotations.Nullable;

/** Answers about API keys as they go out. */
final class ApiKeyViews {

    private ApiKeyViews() {}

    /**
     * @param key in clear, in the answer that issued it and never again
     * @param models left out where all are allowed
     * @param left of the spend limit, where there is one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApiKeyView(
            String id,
            String accountId,
            String name,
            @Nullable String key,
            String prefix,
            String status,
            @Nullable List<String> models,
            @Nullable String spendLimit,
            String spent,
            String held,
            @Nullable String left,
            String createdAt,
            @Nullable String expiresAt,
            @Nullable String revokedAt,
            @Nullable String lastUsedAt) {

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
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LeftView(
            String balance,
            @Nullable String key,
            @Nullable String daily,
            @Nullable String monthly) {

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
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IntrospectionView(
            boolean active,
            @Nullable String reason,
            @Nullable String keyId,
            @Nullable String accountId,
            @Nullable String accountStatus,
            @Nullable String payer,
            @Nullable List<String> models,
            @Nullable LeftView left,
            @Nullable String expiresAt) {

        static final IntrospectionView UNKNOWN =
                new IntrospectionView(false, null, null, null, null, null, null, null, null);

        static IntrospectionView of(Introspection found) {
            var key = found.key();
            var account = found.account().account();
            var reason = reason(found);
            return new IntrospectionView(
                    reason == null,
                    reason,
                    key.id().toString(),
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
