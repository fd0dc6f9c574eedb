package dev.kopeck.billing.adapter.http;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of money in and money back as they come in, and the values that only they have. */
final class MoneyRequests {

    private static final int YEAR_MAX = 9999;
    private static final int UUID_LENGTH = 36;

    private MoneyRequests() {}

    /** @param amount a decimal string other than zero; negative ones take */
    record NewAdjustment(@Nullable String amount, @Nullable String reason) {}

    /**
     * @param ofEntry the id of the charge or top-up
     * @param amount a decimal string above zero; all that is left of it where left out
     * @param to {@code balance} for a charge, {@code source} for a top-up
     */
    record NewRefund(
            @Nullable String ofEntry,
            @Nullable String amount,
            @Nullable String reason,
            @Nullable String to) {}

    /** @param priority from 0 to 1000; lower ones burn first */
    record NewGrant(
            @Nullable String amount,
            @Nullable Integer priority,
            @Nullable String effectiveAt,
            @Nullable String expiresAt,
            @Nullable String reason) {}

    record Reason(@Nullable String reason) {}

    record NewCodeBatch(
            @Nullable Integer count,
            @Nullable String amount,
            @Nullable String expiresAt,
            @Nullable String note) {}

    record Nothing() {}

    record Code(@Nullable String code) {}

    /** An amount that may be negative, and is not zero. */
    static Nanos signedAmount(String field, @Nullable String text) {
        var given = Fields.required(field, text);
        if (!given.startsWith("-")) {
            return Fields.positiveAmount(field, given);
        }
        return Nanos.ZERO.minus(Fields.positiveAmount(field, given.substring(1)));
    }

    static Optional<Nanos> optionalAmount(String field, @Nullable String text) {
        return text == null ? Optional.empty() : Optional.of(Fields.positiveAmount(field, text));
    }

    static int within(String field, @Nullable Integer number, int least, int most) {
        if (number == null) {
            throw Fields.invalid(field, "is missing");
        }
        if (number < least || number > most) {
            throw Fields.invalid(field, "must be from %d to %d".formatted(least, most));
        }
        return number;
    }

    static UUID uuid(String field, @Nullable String text) {
        var given = Fields.required(field, text);
        try {
            if (given.length() == UUID_LENGTH) {
                return UUID.fromString(given);
            }
        } catch (IllegalArgumentException e) {
            throw notUuid(field);
        }
        throw notUuid(field);
    }

    static Optional<UUID> cursor(@Nullable String text) {
        return text == null ? Optional.empty() : Optional.of(uuid("cursor", text));
    }

    static AccountId account(String field, String text) {
        try {
            return AccountId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Fields.invalid(field, String.valueOf(e.getMessage()));
        }
    }

    /** A moment, such as {@code 2026-12-24T18:00:00Z}. */
    static Optional<Instant> time(String field, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            var time = OffsetDateTime.parse(text);
            if (time.getYear() >= 0 && time.getYear() <= YEAR_MAX) {
                return Optional.of(time.toInstant());
            }
        } catch (DateTimeException e) {
            throw notTime(field);
        }
        throw notTime(field);
    }

    private static ProblemException notTime(String field) {
        return Fields.invalid(field, "must be a time such as 2026-12-24T18:00:00Z");
    }

    private static ProblemException notUuid(String field) {
        return Fields.invalid(field, "must be an id such as 019ab0a0-1c00-78c8-9d7c-481ed74c66de");
    }
}
