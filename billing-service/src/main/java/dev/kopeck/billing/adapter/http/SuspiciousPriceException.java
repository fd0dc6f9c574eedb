package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.adapter.http.ImportViews.RateChangeView;
import dev.kopeck.billing.domain.PriceImport.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a request for a price that looks like a mistake; its transaction is rolled back, and its key stays free. */
final class SuspiciousPriceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Row row;

    SuspiciousPriceException(Row row) {
        super("the price is suspicious", null, false, false);
        this.row = row;
    }

    SuspiciousPriceProblem problem() {
        var model = row.listed().model();
        return switch (row) {
            case Row.New added -> problem(model, null, List.of());
            case Row.Changed changed ->
                problem(
                        model,
                        changed.replaces(),
                        changed.changes().stream().map(RateChangeView::of).toList());
            case Row.Unchanged same -> problem(model, same.version(), List.of());
        };
    }

    private SuspiciousPriceProblem problem(String model, @Nullable Integer replaces, List<RateChangeView> changes) {
        return new SuspiciousPriceProblem(
                "urn:kopeck:problem:suspicious-prices",
                "Prices are suspicious",
                422,
                "Nothing was set: the price of %s looks like a mistake. If it is none, send it again with \"confirm\": true."
                        .formatted(model),
                "confirm",
                ImportViews.names(row.suspicions()),
                replaces,
                changes);
    }

    /**
     * {@link Problem} with what is suspicious, in the words of an import.
     *
     * @param suspicious jump, unit, free
     * @param replaces the version in effect then; left out where there is none
     * @param changes each rate before and after; empty where there is no version in effect
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SuspiciousPriceProblem(
            String type,
            String title,
            int status,
            String detail,
            String field,
            List<String> suspicious,
            @Nullable Integer replaces,
            List<RateChangeView> changes) {}
}
