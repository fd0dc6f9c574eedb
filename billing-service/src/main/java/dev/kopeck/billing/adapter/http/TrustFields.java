package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Views.Page;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hours, ids and pages of the requests about the books. */
final class TrustFields {

    static final int PAGE = 50;
    static final int PAGE_MAX = 200;

    private TrustFields() {}

    static int limit(@Nullable String text) {
        return (int) Fields.number("limit", text, PAGE, 1, PAGE_MAX);
    }

    static UUID id(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Fields.invalid(field, "must be an id as this API gave it");
        }
    }

    static Optional<UUID> idCursor(@Nullable String text) {
        return Optional.ofNullable(text).map(cursor -> id("cursor", cursor));
    }

    /** The beginning of an hour. */
    static Instant hour(String field, @Nullable String text) {
        var time = time(field, Fields.required(field, text));
        if (!time.truncatedTo(ChronoUnit.HOURS).equals(time)) {
            throw Fields.invalid(field, "must be a whole hour in UTC such as 2026-11-25T13:00:00Z");
        }
        return time;
    }

    static Instant time(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Fields.invalid(field, "must be an RFC 3339 time such as 2026-11-25T13:00:00Z");
        }
    }

    /** @throws ProblemException where there are none, or more than so many */
    static void requireHours(Instant from, Instant to, long most) {
        long hours = Duration.between(from, to).toHours();
        if (hours < 1 || hours > most) {
            throw Fields.invalid("to", "must be 1 to %d hours after from".formatted(most));
        }
    }

    /** One item more than asked for tells that there is a next page. */
    static <T, V> Page<V> page(List<T> items, int size, Function<T, V> view, Function<T, String> cursor) {
        boolean more = items.size() > size;
        var shown = more ? items.subList(0, size) : items;
        return new Page<>(shown.stream().map(view).toList(), more ? cursor.apply(shown.getLast()) : null);
    }
}
