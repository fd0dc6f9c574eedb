package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.OpenHold;
import dev.kopeck.billing.domain.PromptMoney;
import dev.kopeck.billing.domain.ReleaseOutcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Holds as they go out and come in. */
final class HoldViews {

    private static final String SCOPED_CREDIT =
            "The account's credit for certain models, where that pays and not the balance.";

    private HoldViews() {}

    /** @param reason why the money is given back, for the audit log */
    @Schema(
            requiredProperties = {"reason"},
            examples = """
                    {"reason":"the provider never answered"}""")
    record NewRelease(
            @Schema(description = "Why the money is given back, for the audit log.") @Nullable String reason) {}

    /** @param overdue whether it should have expired by now */
    @Schema(description = "Money that is held for a prompt.", examples = """
                    {"promptId":"0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11",\
                    "accountId":"1001","payer":"telegram:42","channel":"telegram",\
                    "model":"kopeck-sim","priceVersion":1,"amount":"0.00205","createdAt":"2026-11-25T10:15:30.123456Z",\
                    "expiresAt":"2026-11-25T10:30:30.123456Z","ageSeconds":42,"overdue":false}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HoldView(
            String promptId,
            String accountId,

            @Schema(description = SCOPED_CREDIT) @Nullable String scopedCreditId,

            @Schema(description = "Who pays: telegram:42 or account:1001.")
            String payer,

            String channel,
            String model,

            @Schema(description = "The price that the charge will follow.")
            int priceVersion,

            @Schema(ref = ApiDocument.AMOUNT) String amount,
            @Schema(ref = ApiDocument.TIME) String createdAt,
            @Schema(ref = ApiDocument.TIME) String expiresAt,
            long ageSeconds,

            @Schema(description = "Whether it should have expired by now.")
            boolean overdue,

            @Schema(description = "The API key that the prompt came with.") @Nullable String keyId) {

        static HoldView of(OpenHold hold) {
            return new HoldView(
                    hold.promptId().toString(),
                    hold.account().toString(),
                    hold.scopedCredit().map(AccountId::toString).orElse(null),
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
    @Schema(description = "How a hold ended.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EndView(
            String accountId,
            @Schema(description = SCOPED_CREDIT) @Nullable String scopedCreditId,
            @Nullable String model,
            @Schema(ref = ApiDocument.AMOUNT) String held,
            @Schema(ref = ApiDocument.AMOUNT) String charged,
            @Schema(ref = ApiDocument.AMOUNT) String released,
            @Schema(ref = ApiDocument.AMOUNT) String uncollected,
            @Schema(ref = ApiDocument.TIME) String at,

            @Schema(description = "Who gave the money back, where somebody did.") @Nullable String releasedBy,

            @Schema(description = "Why somebody gave the money back.") @Nullable String reason,

            @Nullable LateView late) {

        static EndView of(PromptMoney.Ended ended) {
            BookEntry entry = ended.entry();
            return new EndView(
                    ended.account().toString(),
                    Optional.of(entry.customer())
                            .filter(holder -> !holder.equals(ended.account()))
                            .map(AccountId::toString)
                            .orElse(null),
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
    @Schema(description = "What was charged after expiry.")
    record LateView(
            String id,
            @Schema(ref = ApiDocument.AMOUNT) String charged,
            @Schema(ref = ApiDocument.AMOUNT) String uncollected,
            @Schema(ref = ApiDocument.TIME) String at) {
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
    @Schema(description = "Why nothing was held.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RefusalView(
            @Schema(description = "In small letters: insufficient_funds, account_frozen.")
            String reason,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String needed,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String available,
            @Schema(ref = ApiDocument.TIME) String at) {
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
    @Schema(examples = """
                    {"promptId":"0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11",\
                    "state":"settled","end":{"accountId":"1001","model":"kopeck-sim",\
                    "held":"0.00205","charged":"0.00007","released":"0.00198","uncollected":"0.00",\
                    "at":"2026-11-25T10:15:31.123456Z"}}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromptMoneyView(
            String promptId,

            @Schema(description = "held, settled, released, expired or refused.")
            String state,

            @Schema(description = "There while the money is held.") @Nullable HoldView hold,

            @Schema(description = "There once the hold has ended.") @Nullable EndView end,

            @Schema(description = "There where nothing was held.") @Nullable RefusalView refusal) {

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
    @Schema(examples = """
                    {"promptId":"0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11",\
                    "accountId":"1001","released":"0.00205","balance":"5.00",\
                    "reason":"the provider never answered","at":"2026-11-25T10:20:30.123456Z"}""")
    record ReleaseView(
            String promptId,
            String accountId,
            @Schema(ref = ApiDocument.AMOUNT) String released,
            @Schema(ref = ApiDocument.AMOUNT) String balance,
            String reason,
            @Schema(ref = ApiDocument.TIME) String at) {
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
