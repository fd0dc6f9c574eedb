package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.domain.LedgerEntry;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Answers as they go out: ids and amounts as texts, times as RFC 3339. */
final class Views {

    private Views() {}

    /** @param balanceAfter the posted balance right after */
    @Schema(examples = """
                    {"id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","accountId":"1001","amount":"5.00",\
                    "balanceAfter":"6.00","reference":"invoice 17"}""")
    record TopUpView(
            String id,
            String accountId,
            @Schema(ref = ApiDocument.AMOUNT) String amount,
            @Schema(ref = ApiDocument.AMOUNT) String balanceAfter,
            @Nullable String reference) {}

    @Schema(examples = """
                    {"id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","kind":"charge","amount":"-0.00007",\
                    "balanceAfter":"0.99993","heldReleased":"0.00198","model":"kopeck-sim","priceVersion":1,\
                    "createdAt":"2026-11-25T10:15:30.123456Z"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TransactionView(
            String id,
            String kind,
            @Schema(ref = ApiDocument.AMOUNT) String amount,
            @Schema(ref = ApiDocument.AMOUNT) String balanceAfter,
            @Schema(ref = ApiDocument.AMOUNT) String heldReleased,
            @Nullable String model,
            @Nullable Integer priceVersion,
            @Nullable String reference,
            @Schema(ref = ApiDocument.TIME) String createdAt) {

        static TransactionView of(LedgerEntry entry) {
            return new TransactionView(
                    entry.id().toString(),
                    entry.kind().apiName(),
                    entry.amount().toDecimal(),
                    entry.balanceAfter().toDecimal(),
                    entry.heldReleased().toDecimal(),
                    entry.model().orElse(null),
                    entry.priceVersion().orElse(null),
                    entry.reference().orElse(null),
                    entry.createdAt().toString());
        }
    }

    /** @param nextCursor what to ask for next; null at the end */
    record Page<T>(
            List<T> items,

            @Schema(description = "The cursor of the next page; null on the last one.", examples = "\"42\"") @Nullable String nextCursor) {}
}
