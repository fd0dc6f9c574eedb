package dev.kopeck.billing.domain.trust;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A Telegram Star transaction of the bot.
 *
 * @param id of a payment: the payment id that the books know; of a refund: that of the payment
 * @param stars how many, exact
 * @see <a href="https://core.telegram.org/bots/api#startransaction">StarTransaction</a>
 */
public record StarTransaction(String id, BigDecimal stars, Direction direction, Instant at) {

    private static final int NANO_SCALE = 9;
    private static final long NANOSTARS_MAX = 999_999_999;

    /** What it means for the books. */
    public enum Direction {
        /** A user paid. */
        PAYMENT,
        /** A user got a payment back. */
        REFUND,
        /** Nothing of ours: a withdrawal, an advertisement, a gift. */
        OTHER
    }

    /** @throws IllegalArgumentException where a number is out of range; the message says which */
    public static StarTransaction of(String id, long amount, long nanostars, long epochSecond, Direction direction) {
        if (id.isBlank() || id.length() > 200) {
            throw new IllegalArgumentException("id must have 1 to 200 characters");
        }
        if (amount < 0 || nanostars < 0 || nanostars > NANOSTARS_MAX) {
            throw new IllegalArgumentException("amount must not be negative, nanostar_amount be from 0 to 999999999");
        }
        var stars = BigDecimal.valueOf(amount).add(BigDecimal.valueOf(nanostars, NANO_SCALE));
        try {
            return new StarTransaction(id, stars, direction, Instant.ofEpochSecond(epochSecond));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("date must be seconds since 1970", e);
        }
    }

    /**
     * Reads a CSV file: columns {@code id}, {@code amount} and {@code date} (seconds since 1970), and where wanted
     * {@code nanostar_amount} and {@code direction} ({@code payment}, {@code refund} or {@code other}; payment where
     * left out).
     *
     * @throws BadLineException naming the line
     */
    public static List<StarTransaction> ofCsv(String text) {
        return CsvTable.parse(text).rows().stream().map(StarTransaction::of).toList();
    }

    private static StarTransaction of(CsvTable.Row row) {
        try {
            return of(
                    row.required("id"),
                    whole(row.required("amount"), "amount"),
                    whole(row.optional("nanostar_amount").orElse("0"), "nanostar_amount"),
                    whole(row.required("date"), "date"),
                    direction(row.optional("direction").orElse("payment")));
        } catch (IllegalArgumentException e) {
            throw row.bad(String.valueOf(e.getMessage()));
        }
    }

    private static Direction direction(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "payment" -> Direction.PAYMENT;
            case "refund" -> Direction.REFUND;
            case "other" -> Direction.OTHER;
            default -> throw new IllegalArgumentException("direction must be payment, refund or other");
        };
    }

    private static long whole(String text, String column) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(column + " must be a whole number", e);
        }
    }
}
