package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.domain.CodeBatch;
import dev.kopeck.billing.domain.Lot;
import dev.kopeck.billing.domain.Payment;
import dev.kopeck.billing.domain.RedeemCode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers of money in and money back: ids and amounts as texts, times as RFC 3339. */
final class MoneyViews {

    private MoneyViews() {}

    /** @param id the ledger row */
    record AdjustmentView(
            String id, String accountId, String amount, String balanceAfter, String reason, String operator) {}

    /**
     * @param id the ledger row
     * @param amount what was given back
     * @param refundable what could still be given back of the same row
     */
    record RefundView(
            String id,
            String accountId,
            String ofEntry,
            String to,
            String amount,
            String refundable,
            String balanceAfter,
            String reason,
            String operator) {}

    /** @param transactionId the ledger row that credits it */
    record PaymentView(
            String provider,
            String paymentId,
            String accountId,
            String payer,
            String pack,
            String amount,
            String currency,
            String refunded,
            String transactionId,
            String createdAt) {

        static PaymentView of(Payment payment) {
            return new PaymentView(
                    payment.provider(),
                    payment.paymentId(),
                    payment.account().toString(),
                    payment.payer().value(),
                    payment.pack(),
                    payment.amount().toDecimal(),
                    payment.currency(),
                    payment.refunded().toDecimal(),
                    payment.entry().toString(),
                    payment.createdAt().toString());
        }
    }

    /** @param takenBack what was left when it ended and is no longer in the balance */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GrantView(
            String id,
            String accountId,
            String state,
            String amount,
            String burnt,
            String remaining,
            String takenBack,
            int priority,
            String effectiveAt,
            @Nullable String expiresAt,
            @Nullable String voidedAt,
            @Nullable String reason,
            @Nullable String operator,
            String createdAt) {

        static GrantView of(Lot lot, Instant now) {
            return new GrantView(
                    lot.id().toString(),
                    lot.account().toString(),
                    lot.state(now).name().toLowerCase(Locale.ROOT),
                    lot.amount().toDecimal(),
                    lot.burnt().toDecimal(),
                    lot.rest().toDecimal(),
                    lot.lost().toDecimal(),
                    lot.priority(),
                    lot.effectiveAt().toString(),
                    text(lot.expiresAt()),
                    text(lot.voidedAt()),
                    lot.reason().orElse(null),
                    lot.operator().orElse(null),
                    lot.createdAt().toString());
        }
    }

    /** @param codes only in the first answer to the request that made them */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CodeBatchView(
            String id,
            int count,
            int redeemed,
            String amount,
            @Nullable String expiresAt,
            @Nullable String voidedAt,
            String note,
            String operator,
            String createdAt,
            @Nullable List<String> codes) {

        static CodeBatchView of(CodeBatch batch) {
            return of(batch, null);
        }

        static CodeBatchView secret(CodeBatch batch, List<RedeemCode> codes) {
            return of(batch, codes.stream().map(RedeemCode::inClear).toList());
        }

        private static CodeBatchView of(CodeBatch batch, @Nullable List<String> codes) {
            return new CodeBatchView(
                    batch.id().toString(),
                    batch.count(),
                    batch.redeemed(),
                    batch.amount().toDecimal(),
                    text(batch.expiresAt()),
                    text(batch.voidedAt()),
                    batch.note(),
                    batch.operator(),
                    batch.createdAt().toString(),
                    codes);
        }
    }

    /** @param id the ledger row */
    record RedemptionView(String id, String accountId, String batchId, String amount, String balanceAfter) {}

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
