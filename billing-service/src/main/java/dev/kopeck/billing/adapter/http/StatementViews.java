package dev.kopeck.billing.adapter.http;

import static dev.kopeck.billing.adapter.http.LedgerViews.count;
import static dev.kopeck.billing.adapter.http.LedgerViews.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.StatementSummary;
import dev.kopeck.billing.domain.TokenCounts;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.jspecify.annotations.Nullable;

/** Statements as they go out. */
final class StatementViews {

    private StatementViews() {}

    /** @param amount as the customer sees it */
    record KindTotalView(
            String kind,
            @Schema(description = "How many lines it sums.") long entries,
            @Schema(ref = ApiDocument.AMOUNT) String amount) {
        static KindTotalView of(StatementSummary.KindTotal total) {
            return new KindTotalView(
                    total.kind().apiName(), total.entries(), total.amount().toDecimal());
        }
    }

    /** What comes before the lines of a statement. */
    @Schema(
            description = "What a period did to an account: opening balance + all amounts = closing balance.",
            properties =
                    @SchemaProperty(
                            name = "lines",
                            type = SchemaType.ARRAY,
                            implementation = LineView.class,
                            description = "Every entry of the period, the first one first."),
            examples = """
                    {"accountId":"1001","currency":"USD","from":"2026-11-01T00:00:00Z","to":"2026-12-01T00:00:00Z",\
                    "openingBalance":"0.00","closingBalance":"5.00","lineCount":1,\
                    "totals":[{"kind":"top_up","entries":1,"amount":"5.00"}],\
                    "lines":[{"seq":1,"id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","createdAt":"2026-11-25T10:15:30.123456Z",\
                    "kind":"top_up","amount":"5.00","balanceAfter":"5.00","heldReleased":"0.00","reference":"invoice 17"}]}""")
    record StatementView(
            String accountId,
            String currency,
            @Schema(ref = ApiDocument.TIME) String from,
            @Schema(ref = ApiDocument.TIME) String to,
            @Schema(ref = ApiDocument.AMOUNT) String openingBalance,
            @Schema(ref = ApiDocument.AMOUNT) String closingBalance,
            long lineCount,
            List<KindTotalView> totals) {

        static StatementView of(StatementSummary summary) {
            return new StatementView(
                    summary.account().toString(),
                    summary.currency(),
                    summary.period().from().toString(),
                    summary.period().until().toString(),
                    summary.opening().toDecimal(),
                    summary.closing().toDecimal(),
                    summary.lines(),
                    summary.totals().stream().map(KindTotalView::of).toList());
        }
    }

    /** @param amount as the customer sees it: credits positive, debits negative */
    @Schema(
            name = "StatementLineView",
            description = "An entry as the customer sees it: credits are positive, debits negative.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LineView(
            long seq,
            String id,
            @Schema(ref = ApiDocument.TIME) String createdAt,
            String kind,
            @Schema(ref = ApiDocument.AMOUNT) String amount,
            @Schema(ref = ApiDocument.AMOUNT) String balanceAfter,
            @Schema(ref = ApiDocument.AMOUNT) String heldReleased,
            @Nullable String model,
            @Nullable Integer priceVersion,
            @Nullable String channel,
            @Nullable TokenCounts tokens,

            @Schema(description = "There where Kopeck counted the tokens instead of the provider.") @Nullable Boolean estimated,

            @Nullable String ref,
            @Nullable String keyId,
            @Nullable String reference,
            @Nullable String operator,
            @Nullable String reason) {

        static LineView of(BookEntry entry) {
            var notes = entry.notes();
            return new LineView(
                    entry.seq(),
                    entry.id().toString(),
                    entry.createdAt().toString(),
                    entry.kind().apiName(),
                    entry.signedAmount().toDecimal(),
                    entry.balanceAfter().toDecimal(),
                    entry.released().toDecimal(),
                    entry.model().orElse(null),
                    entry.priceVersion().orElse(null),
                    LedgerViews.channel(entry.channel()),
                    entry.tokens().orElse(null),
                    entry.estimated() ? true : null,
                    text(entry.ref()),
                    text(entry.keyId()),
                    notes.reference().orElse(null),
                    notes.operator().orElse(null),
                    notes.reason().orElse(null));
        }
    }

    /**
     * A row of a statement in CSV.
     *
     * @param row {@code opening}, {@code line}, {@code total} or {@code closing}: only lines add up
     * @param entries of a total: how many lines it sums
     */
    @JsonPropertyOrder({
        "row",
        "seq",
        "createdAt",
        "kind",
        "amount",
        "balance",
        "heldReleased",
        "model",
        "priceVersion",
        "channel",
        "inputTokens",
        "outputTokens",
        "estimated",
        "id",
        "reference",
        "operator",
        "reason",
        "entries"
    })
    record StatementRow(
            String row,
            @Nullable Long seq,
            @Nullable String createdAt,
            @Nullable String kind,
            @Nullable String amount,
            @Nullable String balance,
            @Nullable String heldReleased,
            @Nullable FreeText model,
            @Nullable Integer priceVersion,
            @Nullable String channel,
            @Nullable Integer inputTokens,
            @Nullable Integer outputTokens,
            @Nullable Boolean estimated,
            @Nullable String id,
            @Nullable FreeText reference,
            @Nullable FreeText operator,
            @Nullable FreeText reason,
            @Nullable Long entries) {

        static StatementRow line(BookEntry entry) {
            var notes = entry.notes();
            return new StatementRow(
                    "line",
                    entry.seq(),
                    entry.createdAt().toString(),
                    entry.kind().apiName(),
                    entry.signedAmount().toDecimal(),
                    entry.balanceAfter().toDecimal(),
                    entry.released().toDecimal(),
                    FreeText.of(entry.model()),
                    entry.priceVersion().orElse(null),
                    LedgerViews.channel(entry.channel()),
                    count(entry, TokenCounts::input),
                    count(entry, TokenCounts::output),
                    entry.estimated(),
                    entry.id().toString(),
                    FreeText.of(notes.reference()),
                    FreeText.of(notes.operator()),
                    FreeText.of(notes.reason()),
                    null);
        }

        static StatementRow balance(String row, Instant at, String balance) {
            return edge(row, at.toString(), null, null, balance, null);
        }

        static StatementRow total(StatementSummary.KindTotal total) {
            return edge("total", null, total.kind().apiName(), total.amount().toDecimal(), null, total.entries());
        }

        private static StatementRow edge(
                String row,
                @Nullable String at,
                @Nullable String kind,
                @Nullable String amount,
                @Nullable String balance,
                @Nullable Long entries) {
            return new StatementRow(
                    row, null, at, kind, amount, balance, null, null, null, null, null, null, null, null, null, null,
                    null, entries);
        }
    }
}
