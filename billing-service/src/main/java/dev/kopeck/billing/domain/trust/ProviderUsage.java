package dev.kopeck.billing.domain.trust;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What a provider says a model was used for on a day (UTC).
 *
 * @param cost what it wants for that, where it says so
 */
public record ProviderUsage(
        LocalDate day, String model, long inputTokens, long outputTokens, Optional<BigDecimal> cost) {

    private static final int ISO_DATE_LENGTH = 10;
    private static final long TOKENS_MAX = 1_000_000_000_000_000L;

    /**
     * Reads a CSV file with the columns of OpenAI's usage export: {@code date} (2026-11-25) or {@code start_time}
     * (seconds since 1970) or {@code start_time_iso}; {@code model}, {@code input_tokens}, {@code output_tokens}; where
     * wanted {@code cost} or {@code amount_value}. Other columns are left alone; several lines of a day and model add up.
     *
     * @throws BadLineException naming the line
     */
    public static List<ProviderUsage> ofCsv(String text) {
        return CsvTable.parse(text).rows().stream().map(ProviderUsage::of).toList();
    }

    private static ProviderUsage of(CsvTable.Row row) {
        var model = row.required("model");
        if (model.length() > 200) {
            throw row.bad("model must have at most 200 characters");
        }
        return new ProviderUsage(
                day(row),
                model,
                tokens(row, "input_tokens"),
                tokens(row, "output_tokens"),
                row.optional("cost", "amount_value").map(text -> cost(row, text)));
    }

    private static LocalDate day(CsvTable.Row row) {
        var seconds = row.optional("start_time").filter(text -> text.chars().allMatch(Character::isDigit));
        var date = row.optional("date").or(() -> row.optional("start_time_iso")).or(() -> row.optional("start_time"));
        try {
            if (seconds.isPresent()) {
                return Instant.ofEpochSecond(Long.parseLong(seconds.get()))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate();
            }
            var text = date.orElseThrow(() -> row.bad("column date is missing"));
            return LocalDate.parse(text.length() > ISO_DATE_LENGTH ? text.substring(0, ISO_DATE_LENGTH) : text);
        } catch (DateTimeException | NumberFormatException e) {
            throw row.bad("date must be a date such as 2026-11-25, or start_time seconds since 1970");
        }
    }

    private static long tokens(CsvTable.Row row, String column) {
        var text = row.required(column);
        if (!text.matches("\\d{1,16}") || Long.parseLong(text) > TOKENS_MAX) {
            throw row.bad(column + " must be a whole number from 0 to " + TOKENS_MAX);
        }
        return Long.parseLong(text);
    }

    private static BigDecimal cost(CsvTable.Row row, String text) {
        if (!text.matches("-?\\d{1,12}(\\.\\d{1,20})?")) {
            throw row.bad("cost must be a decimal number such as 12.50");
        }
        return new BigDecimal(text);
    }
}
