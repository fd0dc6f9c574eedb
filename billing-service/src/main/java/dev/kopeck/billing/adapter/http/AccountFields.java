package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.domain.AccountStatus;
import dev.kopeck.billing.domain.Metadata;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** As {@link Fields}, for what accounts and API keys are made of. */
final class AccountFields {

    private static final int METADATA_KEY_MAX = 64;
    private static final int METADATA_VALUE_MAX = 500;
    private static final int MODELS_MAX = 100;
    private static final int YEAR_MIN = 2000;
    private static final int YEAR_MAX = 9999;

    private AccountFields() {}

    /** An amount of zero or more. */
    static Nanos amount(String field, @Nullable String text) {
        return new Nanos(Fields.rate(field, text));
    }

    static Optional<Nanos> optionalAmount(String field, @Nullable String text) {
        return Optional.ofNullable(text).map(given -> amount(field, given));
    }

    static Map<String, String> metadata(@Nullable Map<String, @Nullable String> given) {
        var entries = new HashMap<String, String>();
        Objects.requireNonNullElse(given, Map.<String, @Nullable String>of())
                .forEach((key, value) -> entries.put(metadataKey(key), metadataValue(key, value)));
        if (!new Metadata(entries).fits()) {
            throw tooMuchMetadata();
        }
        return entries;
    }

    static String metadataKey(String key) {
        if (key.isBlank() || key.length() > METADATA_KEY_MAX || key.chars().anyMatch(Character::isISOControl)) {
            throw Fields.invalid(
                    "metadata", "keys must have 1 to %d characters, all printable".formatted(METADATA_KEY_MAX));
        }
        return key;
    }

    static String metadataValue(String key, @Nullable String value) {
        if (value == null
                || value.length() > METADATA_VALUE_MAX
                || value.chars().anyMatch(Character::isISOControl)) {
            throw Fields.invalid(
                    "metadata." + key,
                    "must be a text of at most %d characters, all printable".formatted(METADATA_VALUE_MAX));
        }
        return value;
    }

    static ProblemException tooMuchMetadata() {
        return Fields.invalid("metadata", "must have at most %d entries".formatted(Metadata.ENTRIES_MAX));
    }

    /** A region of the tz database; offsets and abbreviations have no calendar of their own. */
    static ZoneId zone(@Nullable String text) {
        var id = Fields.required("zone", text);
        if (!ZoneId.getAvailableZoneIds().contains(id)) {
            throw unknownZone();
        }
        return ZoneId.of(id);
    }

    static ProblemException unknownZone() {
        return Fields.invalid("zone", "must be an IANA time zone such as Europe/Berlin");
    }

    /** To the microsecond, as the books keep it; earlier parts of a microsecond count to the one before. */
    static Instant instant(String field, String text) {
        try {
            var time = OffsetDateTime.parse(text);
            if (time.getYear() >= YEAR_MIN && time.getYear() <= YEAR_MAX) {
                return time.toInstant().truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeParseException e) {
            throw Fields.invalid(
                    field, "must be an RFC 3339 time such as 2026-11-25T12:00:00Z; in a query, write + as %2B");
        }
        throw Fields.invalid(field, "must be of the years %d to %d".formatted(YEAR_MIN, YEAR_MAX));
    }

    static Instant future(String field, String text, Instant now) {
        var instant = instant(field, text);
        if (!instant.isAfter(now)) {
            throw Fields.invalid(field, "must be in the future");
        }
        return instant;
    }

    static List<String> models(String field, List<@Nullable String> given) {
        if (given.isEmpty() || given.size() > MODELS_MAX) {
            throw Fields.invalid(field, "must name 1 to %d models; leave it out for all".formatted(MODELS_MAX));
        }
        var models = new HashSet<String>();
        for (int i = 0; i < given.size(); i++) {
            if (!models.add(Fields.required(field + "." + i, given.get(i)))) {
                throw Fields.invalid(field + "." + i, "is named twice");
            }
        }
        return given.stream().map(Objects::requireNonNull).toList();
    }

    static UUID uuid(String field, String text) {
        try {
            var id = UUID.fromString(text);
            if (id.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw Fields.invalid(field, "must be a UUID");
        }
        throw Fields.invalid(field, "must be a UUID");
    }

    static AccountStatus status(String text) {
        return Arrays.stream(AccountStatus.values())
                .filter(status -> word(status).equals(text))
                .findFirst()
                .orElseThrow(() -> Fields.invalid("status", "must be active, frozen, closed or parked"));
    }

    /** The word of the API for a constant. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A query parameter that may be left out, but not be blank. */
    static <T> Optional<T> parameter(String field, @Nullable String text, Function<String, T> reading) {
        return text == null ? Optional.empty() : Optional.of(reading.apply(Fields.required(field, text)));
    }
}
