package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.OpenHold;
import dev.kopeck.billing.domain.PromptMoney;
import dev.kopeck.billing.domain.ReleaseOutcome;
import dev.kopeck.contracts.money.Nanos;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Holds as they go out and come in. */
final class HoldViews {

    private HoldViews() {}

    /** @param reason why the money is given back, for the audit log */
    record NewRelease(@Nullable String reason) {}

    /** @param overdue whether it should have expired by now */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HoldView(
            String promptId,
            String accountId,
            String payer,
            String channel,
            String model,
            int priceVersion,
            String amount,
            String createdAt,
            String expiresAt,
            long ageSeconds,
            boolean overdue,
            @Nullable String keyId) {

        static HoldView of(OpenHold hold) {
            return new HoldView(
                    hold.promptId().toString(),
                    hold.account().toString(),
                    hold.payer().value(),
                    hold.channel().name().toLowerCase(Locale.ROOT),
                    hold.model(),
                    hold.priceVersion(),
                    hold.amount().toDecimal(),
                    hold.createdAt().toString(),
                    hold.expiresAt().toString(),
                    hold.age().toSeconds(),
                    hold.overdue(),
                    hold.keyId().map(UUID::toString).orElse(null));
        }
    }

    /** How a hold ended. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EndView(
            String accountId,
            @Nullable String model,
            String held,
            String charged,
            String released,
            String uncollected,
            String at,
            @Nullable String releasedBy,
            @Nullable String reason,
            @Nullable LateView late) {

        static EndView of(PromptMoney.Ended ended) {
            BookEntry entry = ended.entry();
            return new EndView(
                    entry.customer().toString(),
                    entry.model().orElse(null),
                    entry.held().toDecimal(),
                    entry.amount().toDecimal(),
                    entry.released().toDecimal(),
                    ended.uncollected().toDecimal(),
                    entry.createdAt().toString(),
                    ended.release().map(PromptMoney.Release::who).orElse(null),
                    ended.release().map(PromptMoney.Release::reason).orElse(null),
                    ended.late().map(LateView::of).orElse(null));
        }
    }

    /** What was charged after expiry. */
    record LateView(String id, String charged, String uncollected, String at) {
        static LateView of(PromptMoney.Late late) {
            var entry = late.entry();
            return new LateView(
                    entry.id().toString(),
                    entry.amount().toDecimal(),
                    late.uncollected().toDecimal(),
                    entry.createdAt().toString());
        }
    }

    /** Why nothing was held. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RefusalView(
            String reason,
            @Nullable String needed,
            @Nullable String available,
            String at) {
        static RefusalView of(PromptMoney.Refused refused) {
            return new RefusalView(
                    refused.reason().name().toLowerCase(Locale.ROOT),
                    amount(refused.needed()),
                    amount(refused.available()),
                    refused.at().toString());
        }

        private static @Nullable String amount(Nanos amount) {
            return Optional.of(amount)
                    .filter(known -> known.value() != 0)
                    .map(Nanos::toDecimal)
                    .orElse(null);
        }
    }

    /** Held, settled, released, expired or refused, and the part that belongs to it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromptMoneyView(
            String promptId,
            String state,
            @Nullable HoldView hold,
            @Nullable EndView end,
            @Nullable RefusalView refusal) {

        static PromptMoneyView of(PromptMoney money) {
            var id = money.promptId().toString();
            return switch (money) {
                case PromptMoney.Held held -> new PromptMoneyView(id, "held", HoldView.of(held.hold()), null, null);
                case PromptMoney.Ended ended ->
                    new PromptMoneyView(id, state(ended.entry()), null, EndView.of(ended), null);
                case PromptMoney.Refused refused ->
                    new PromptMoneyView(id, "refused", null, null, RefusalView.of(refused));
            };
        }

        private static String state(BookEntry entry) {
            return switch (entry.kind()) {
                case RELEASE -> "released";
                case EXPIRY -> "expired";
                case CHARGE, LATE_CHARGE, TOP_UP, REFUND, ADJUSTMENT, GRANT, BREAKAGE -> "settled";
            };
        }
    }

    /** @param balance the account's posted balance, which a release does not change */
    record ReleaseView(String promptId, String accountId, String released, String balance, String reason, String at) {
        static ReleaseView of(ReleaseOutcome.Released released, String reason) {
            var hold = released.hold();
            return new ReleaseView(
                    hold.promptId().toString(),
                    hold.account().toString(),
                    hold.amount().toDecimal(),
                    released.balance().toDecimal(),
                    reason,
                    released.at().toString());
        }
    }
}
