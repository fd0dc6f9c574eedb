package dev.kopeck.billing.adapter.http;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns texts of a request into values, and complains with the field's name. */
final class Fields {

    private static final int LONGEST_TEXT = 200;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    private Fields() {}

    static AccountId accountId(String text) {
        return accountId("id", text);
    }

    static AccountId accountId(String field, String text) {
        return converted(field, text, AccountId::parse);
    }

    static Payer payer(String text) {
        return converted("payer", text, Payer::new);
    }

    /** An amount above zero. */
    static Nanos positiveAmount(String field, @Nullable String text) {
        var amount = converted(field, required(field, text), Nanos::parse);
        if (amount.value() <= 0) {
            throw invalid(field, "must be more than zero");
        }
        return amount;
    }

    /** A rate: zero or more, in currency per million tokens. */
    static long rate(String field, @Nullable String text) {
        var rate = converted(field, required(field, text), Nanos::parse);
        if (rate.isNegative()) {
            throw invalid(field, "must not be negative");
        }
        return rate.value();
    }

    static String required(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw invalid(field, "is missing");
        }
        return bounded(field, text);
    }

    static @Nullable String optional(String field, @Nullable String text) {
        return text == null || text.isBlank() ? null : bounded(field, text);
    }

    /** A whole number of a query parameter. */
    static long number(String field, @Nullable String text, long fallback, long least, long most) {
        if (text == null) {
            return fallback;
        }
        long number = converted(field, text, Fields::wholeNumber);
        if (number < least || number > most) {
            throw invalid(field, "must be from %d to %d".formatted(least, most));
        }
        return number;
    }

    /** A moment of RFC 3339, with any offset; between the years that the books can name. */
    static Optional<Instant> time(String field, @Nullable String text) {
        return text == null ? Optional.empty() : Optional.of(converted(field, text, Fields::moment));
    }

    static ProblemException invalid(String field, String detail) {
        return new ProblemException(Problem.invalid(field, detail));
    }

    private static Instant moment(String text) {
        try {
            var moment = OffsetDateTime.parse(text);
            if (moment.getYear() < FIRST_YEAR || moment.getYear() > LAST_YEAR) {
                throw new IllegalArgumentException("must be in the years %d to %d".formatted(FIRST_YEAR, LAST_YEAR));
            }
            return moment.toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time such as 2026-11-25T10:15:30Z (RFC 3339)", e);
        }
    }

    private static Long wholeNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    private static String bounded(String field, String text) {
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid(field, "must have at most %d characters, all printable".formatted(LONGEST_TEXT));
        }
        return text;
    }

    static <T> T converted(String field, String text, Function<String, T> conversion) {
        try {
            return conversion.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid(field, String.valueOf(e.getMessage()));
        }
    }
}
