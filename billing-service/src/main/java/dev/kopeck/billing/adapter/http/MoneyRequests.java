package dev.kopeck.billing.adapter.http;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Bodies of money in and money back as they come in, and the values that only they have. */
final class MoneyRequests {

    private static final int YEAR_MAX = 9999;
    private static final int UUID_LENGTH = 36;

    private MoneyRequests() {}

    /** @param amount a decimal string other than zero; negative ones take */
    @Schema(
            description = "A negative amount takes.",
            requiredProperties = {"amount", "reason"},
            examples = """
                    {"amount":"-1.50","reason":"booked twice, ticket 4711"}""")
    record NewAdjustment(
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String amount,
            @Nullable String reason) {}

    /**
     * @param ofEntry the id of the charge or top-up
     * @param amount a decimal string above zero; all that is left of it where left out
     * @param to {@code balance} for a charge, {@code source} for a top-up
     */
    @Schema(
            description = "All that is left of it where the amount is left out.",
            requiredProperties = {"ofEntry", "reason", "to"},
            examples = """
                    {"ofEntry":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","amount":"0.25","reason":"a wrong answer",\
                    "to":"balance"}""")
    record NewRefund(
            @Schema(description = "The id of the charge, top-up or payment: of its row in the ledger.") @Nullable String ofEntry,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String amount,
            @Nullable String reason,

            @Schema(description = "balance for a charge, source for a top-up or payment.") @Nullable String to) {}

    /**
     * @param models those that it pays for; all where left out
     * @param priority from 0 to 1000; lower ones burn first
     */
    @Schema(
            description = "In effect at once and without an end where the times are left out. With models it pays"
                    + " prompts for these only, and is no part of the balance.",
            requiredProperties = {"amount", "reason"},
            examples = """
                    {"amount":"5.00","models":["kopeck-sim"],"priority":100,"expiresAt":"2099-12-31T00:00:00Z",\
                    "reason":"campaign of November"}""")
    record NewGrant(
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String amount,

            @Schema(description = "From 1 to 100 models that it pays for; all where left out.") @Nullable List<@Nullable String> models,

            @Schema(description = "From 0 to 1000; lower ones are used up first. 100 where it is left out.") @Nullable Integer priority,

            @Schema(ref = ApiDocument.TIME) @Nullable String effectiveAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String expiresAt,
            @Nullable String reason) {}

    /** @param reason for the audit log */
    @Schema(requiredProperties = "reason", examples = """
                    {"reason":"granted by mistake"}""")
    record Reason(@Nullable String reason) {}

    /** Codes worth {@code amount} each; without end where {@code expiresAt} is left out. */
    @Schema(
            description = "Without an end where the time is left out.",
            requiredProperties = {"count", "amount", "note"},
            examples = """
                    {"count":2,"amount":"5.00","expiresAt":"2099-12-31T00:00:00Z","note":"conference in Berlin"}""")
    record NewCodeBatch(
            @Schema(description = "How many codes: from 1 to 10_000.") @Nullable Integer count,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String amount,
            @Schema(ref = ApiDocument.TIME) @Nullable String expiresAt,
            @Nullable String note) {}

    /** A body without fields. */
    @Schema(description = "An object without fields.", examples = """
                    {}""")
    record Nothing() {}

    /** @param code in any case, with or without hyphens */
    @Schema(requiredProperties = "code", examples = """
                    {"code":"7K2QD-M4XV9-T3HJ8-WPRAS"}""")
    record Code(
            @Schema(description = "In any case, with or without hyphens and blanks.") @Nullable String code) {}

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
