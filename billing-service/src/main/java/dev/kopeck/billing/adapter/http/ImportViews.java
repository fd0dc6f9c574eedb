package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.adapter.http.PriceViews.RatesView;
import dev.kopeck.billing.adapter.http.PriceViews.TierView;
import dev.kopeck.billing.domain.PriceImport;
import dev.kopeck.billing.domain.PriceImport.Row;
import dev.kopeck.billing.domain.PriceSheet;
import dev.kopeck.billing.domain.RateChange;
import dev.kopeck.billing.domain.Suspicion;
import dev.kopeck.contracts.money.Nanos;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an import changes, or would change. */
final class ImportViews {

    private ImportViews() {}

    /** @param suspicious rows that are imported only where each model is confirmed by name */
    record CountsView(
            int fresh,
            int changed,
            int unchanged,
            int skipped,
            int invalid,

            @Schema(description = "Rows that are imported only where each model is confirmed by name.")
            int suspicious) {}

    /** A row and what is to be said of it. */
    @Schema(description = "A row and what is to be said of it.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NoteView(int line, @Nullable String model, String reason) {

        static List<NoteView> of(List<PriceSheet.Note> notes) {
            return notes.stream()
                    .map(note -> new NoteView(note.line(), note.model().orElse(null), note.reason()))
                    .toList();
        }
    }

    /** A model without a price so far. */
    @Schema(description = "A model without a price so far.")
    record NewView(
            int line,
            String model,
            RatesView rates,

            @Schema(description = "Why it has to be confirmed: jump, unit or free; empty where it has not.")
            List<TierView> tiers,

            List<String> suspicious) {}

    /**
     * One rate, before and after.
     *
     * @param aboveInputTokens for prompts longer than this; zero for those below every tier
     * @param ratio after divided by before, to four digits; left out where it was free
     */
    @Schema(description = "One rate, before and after.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RateChangeView(
            String rate,

            @Schema(description = "For prompts longer than this; zero for those below every tier.")
            long aboveInputTokens,

            @Schema(ref = ApiDocument.RATE) String before,
            @Schema(ref = ApiDocument.RATE) String after,

            @Schema(description = "After divided by before, to four digits; left out where it was free.") @Nullable String ratio) {

        static RateChangeView of(RateChange change) {
            return new RateChangeView(
                    change.kind().name().toLowerCase(Locale.ROOT),
                    change.aboveInputTokens(),
                    new Nanos(change.before()).toDecimal(),
                    new Nanos(change.after()).toDecimal(),
                    change.ratio().map(BigDecimal::toPlainString).orElse(null));
        }
    }

    /** @param replaces the version in effect then */
    @Schema(description = "A model whose price changes.")
    record ChangedView(
            int line,
            String model,

            @Schema(description = "The version in effect then.")
            int replaces,

            @Schema(description = "Why it has to be confirmed: jump, unit or free; empty where it has not.")
            List<RateChangeView> changes,

            List<String> suspicious) {}

    /**
     * @param hint what is wrong with the list as a whole, where something seems to be
     * @param unchanged models that cost the same already
     */
    @Schema(description = "What an import changed, or would change.", examples = """
                    {"format":"csv","imported":true,"counts":{"fresh":0,"changed":1,"unchanged":1,"skipped":0,"invalid":0,\
                    "suspicious":0},"fresh":[],"changed":[{"line":2,"model":"gpt-4o","replaces":7,"changes":[{"rate":"input",\
                    "aboveInputTokens":0,"before":"2.00","after":"2.50","ratio":"1.25"}],"suspicious":[]}],\
                    "unchanged":["kopeck-sim"],"skipped":[],"invalid":[]}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImportView(
            String format,

            @Schema(description = "false where it was a dry run.")
            boolean imported,

            CountsView counts,

            @Schema(description = "What is wrong with the list as a whole, where something seems to be.") @Nullable String hint,

            @Schema(description = "Models that cost the same already.")
            List<NewView> fresh,

            List<ChangedView> changed,
            List<String> unchanged,
            List<NoteView> skipped,
            List<NoteView> invalid) {}

    /** A problem (RFC 9457) that tells, beside its usual members, what the import would do. */
    record ImportProblem(String type, String title, int status, String detail, String field, ImportView report) {}

    static ImportView view(String format, boolean imported, PriceImport found) {
        var fresh = new ArrayList<NewView>();
        var changed = new ArrayList<ChangedView>();
        var unchanged = new ArrayList<String>();
        for (var row : found.rows()) {
            switch (row) {
                case Row.New added -> fresh.add(fresh(added));
                case Row.Changed change -> changed.add(changed(change));
                case Row.Unchanged same -> unchanged.add(same.listed().model());
            }
        }
        var skipped = NoteView.of(found.sheet().skipped());
        var invalid = NoteView.of(found.sheet().invalid());
        int suspicious = found.unconfirmed(Set.of()).size();
        return new ImportView(
                format,
                imported,
                new CountsView(
                        fresh.size(), changed.size(), unchanged.size(), skipped.size(), invalid.size(), suspicious),
                found.looksLikeAnotherUnit()
                        ? "The whole list looks a million times off: per token or per million?"
                        : null,
                fresh,
                changed,
                unchanged,
                skipped,
                invalid);
    }

    private static NewView fresh(Row.New row) {
        var tariff = row.listed().tariff();
        return new NewView(
                row.listed().line(),
                tariff.model(),
                RatesView.of(tariff.base()),
                TierView.of(tariff.tiers()),
                names(row.suspicions()));
    }

    private static ChangedView changed(Row.Changed row) {
        return new ChangedView(
                row.listed().line(),
                row.listed().model(),
                row.replaces(),
                row.changes().stream().map(RateChangeView::of).toList(),
                names(row.suspicions()));
    }

    static List<String> names(Set<Suspicion> suspicions) {
        return suspicions.stream()
                .map(suspicion -> suspicion.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }
}
