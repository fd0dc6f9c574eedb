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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Answers of money in and money back: ids and amounts as texts, times as RFC 3339. */
final class MoneyViews {

    private MoneyViews() {}

    /** @param id the ledger row */
    @Schema(examples = """
                    {"id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","accountId":"1001","amount":"-1.50",\
                    "balanceAfter":"4.50","reason":"booked twice, ticket 4711","operator":"operator"}""")
    record AdjustmentView(
            @Schema(description = "The row in the ledger.") String id,
            String accountId,
            @Schema(ref = ApiDocument.AMOUNT) String amount,
            @Schema(ref = ApiDocument.AMOUNT) String balanceAfter,
            String reason,
            String operator) {}

    /**
     * @param id the ledger row
     * @param amount what was given back
     * @param refundable what could still be given back of the same row
     */
    @Schema(description = "What is refundable could still be given back of the same row.", examples = """
                    {"id":"0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11","accountId":"1001",\
                    "ofEntry":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","to":"balance","amount":"0.25",\
                    "refundable":"0.75","balanceAfter":"6.25","reason":"a wrong answer","operator":"operator"}""")
    record RefundView(
            @Schema(description = "The row in the ledger.") String id,
            String accountId,

            @Schema(description = "What it gives back: another row.")
            String ofEntry,

            @Schema(description = "balance or source.") String to,
            @Schema(ref = ApiDocument.AMOUNT) String amount,
            @Schema(ref = ApiDocument.AMOUNT) String refundable,
            @Schema(ref = ApiDocument.AMOUNT) String balanceAfter,
            String reason,
            String operator) {}

    /** @param transactionId the ledger row that credits it */
    @Schema(examples = """
                    {"provider":"telegram","paymentId":"tg-8812","accountId":"1001","payer":"telegram:70060",\
                    "pack":"five","amount":"5.00","currency":"USD","refunded":"0.00",\
                    "transactionId":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c",\
                    "createdAt":"2026-11-25T10:15:30.123456Z"}""")
    record PaymentView(
            String provider,
            @Schema(description = "The provider's own.") String paymentId,
            String accountId,
            String payer,
            String pack,
            @Schema(ref = ApiDocument.AMOUNT) String amount,
            String currency,
            @Schema(ref = ApiDocument.AMOUNT) String refunded,

            @Schema(description = "The row in the ledger that credits it.")
            String transactionId,

            @Schema(ref = ApiDocument.TIME) String createdAt) {

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
    @Schema(description = "What was taken back was left when it ended and is no longer in the balance.", examples = """
                    {"id":"0193565e-5d0d-7aa2-8f3e-1b2c3d4e5f60","accountId":"1001","state":"active",\
                    "amount":"5.00","models":["kopeck-sim"],"burnt":"1.25","remaining":"3.75","takenBack":"0.00",\
                    "priority":100,\
                    "effectiveAt":"2026-11-25T10:15:30.123456Z","expiresAt":"2099-12-31T00:00:00Z",\
                    "reason":"campaign of November","operator":"operator",\
                    "createdAt":"2026-11-25T10:15:30.123456Z"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GrantView(
            String id,
            String accountId,

            @Schema(description = "scheduled, active, used_up, expired or void.")
            String state,

            @Schema(ref = ApiDocument.AMOUNT) String amount,

            @Schema(description = "Those that it pays for; left out for all.") @Nullable List<String> models,

            @Schema(ref = ApiDocument.AMOUNT) String burnt,
            @Schema(ref = ApiDocument.AMOUNT) String remaining,
            @Schema(ref = ApiDocument.AMOUNT) String takenBack,

            @Schema(description = "Lower ones are used up first.")
            int priority,

            @Schema(ref = ApiDocument.TIME) String effectiveAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String expiresAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String voidedAt,
            @Nullable String reason,
            @Nullable String operator,
            @Schema(ref = ApiDocument.TIME) String createdAt) {

        static GrantView of(Lot lot, Instant now) {
            return new GrantView(
                    lot.id().toString(),
                    lot.account().toString(),
                    lot.state(now).name().toLowerCase(Locale.ROOT),
                    lot.amount().toDecimal(),
                    lot.models().isEmpty() ? null : lot.models(),
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
    @Schema(examples = """
                    {"id":"0193565e-5d0d-7aa2-8f3e-1b2c3d4e5f60","count":2,"redeemed":0,"amount":"5.00",\
                    "expiresAt":"2099-12-31T00:00:00Z","note":"conference in Berlin","operator":"admin",\
                    "createdAt":"2026-11-25T10:15:30.123456Z","codes":["7K2QD-M4XV9-T3HJ8-WPRAS",\
                    "5N6ZA-B0CE1-FGKSY-2D4HT"]}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CodeBatchView(
            String id,
            int count,
            @Schema(description = "How many of them were.") int redeemed,
            @Schema(ref = ApiDocument.AMOUNT) String amount,
            @Schema(ref = ApiDocument.TIME) @Nullable String expiresAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String voidedAt,
            String note,
            String operator,
            @Schema(ref = ApiDocument.TIME) String createdAt,

            @Schema(description = "Only in the first answer to the request that made them.") @Nullable List<String> codes) {

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
    @Schema(examples = """
                    {"id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","accountId":"1001",\
                    "batchId":"0193565e-5d0d-7aa2-8f3e-1b2c3d4e5f60","amount":"5.00","balanceAfter":"11.00"}""")
    record RedemptionView(
            @Schema(description = "The row in the ledger.") String id,
            String accountId,
            String batchId,
            @Schema(ref = ApiDocument.AMOUNT) String amount,
            @Schema(ref = ApiDocument.AMOUNT) String balanceAfter) {}

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
