package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.domain.Period;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times and periods of a request. */
final class TimeFields {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int SECONDS_PER_HOUR = 3600;

    private TimeFields() {}

    static ZoneId zone(@Nullable String text) {
        if (text == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Fields.invalid("zone", "must be a time zone such as Europe/Berlin");
        }
    }

    /**
     * From the first moment up to and without the last: local dates in the zone, or RFC 3339 times. Without a beginning it
     * is the month that it is in the zone, without an end it is now.
     */
    static Period period(@Nullable String from, @Nullable String until, ZoneId zone, Instant now) {
        var first = from == null ? monthBegin(now, zone) : time("from", from, zone);
        var last = until == null ? now : time("to", until, zone);
        if (last.isBefore(first)) {
            throw Fields.invalid("to", "must not be before the beginning of the period");
        }
        return new Period(first, last);
    }

    /** A period of whole hours; without an end it goes to the end of this hour. */
    static Period hours(@Nullable String from, @Nullable String until, ZoneId zone, Instant now) {
        var period = period(from, until, zone, now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
        requireWholeHour("from", period.from(), zone);
        requireWholeHour("to", period.until(), zone);
        return period;
    }

    /** A period of whole days of UTC, which is what sums of accounts are kept by; without an end it goes to the end of today. */
    static Period days(@Nullable String from, @Nullable String until, ZoneId zone, Instant now) {
        if (!zone.normalized().equals(ZoneOffset.UTC)) {
            throw Fields.invalid("zone", "must be UTC where accounts matter: their sums are kept by days of UTC");
        }
        var period = period(from, until, zone, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
        requireWholeDay("from", period.from());
        requireWholeDay("to", period.until());
        return period;
    }

    static Duration duration(String field, @Nullable String text, Duration most) {
        if (text == null) {
            return Duration.ZERO;
        }
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative() && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            throw Fields.invalid(field, "must be an ISO 8601 duration such as PT10M");
        }
        throw Fields.invalid(field, "must be from PT0S to " + most);
    }

    private static Instant monthBegin(Instant now, ZoneId zone) {
        return YearMonth.from(now.atZone(zone)).atDay(1).atStartOfDay(zone).toInstant();
    }

    private static Instant time(String field, String text, ZoneId zone) {
        try {
            var time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw Fields.invalid(field, "must be a date such as 2026-11-01 or a time such as 2026-11-01T00:00:00Z");
        }
        throw Fields.invalid(field, "must be in the years from 1970 to 9999");
    }

    private static void requireWholeDay(String field, Instant time) {
        if (!time.truncatedTo(ChronoUnit.DAYS).equals(time)) {
            throw Fields.invalid(field, "must be the beginning of a day of UTC where accounts matter");
        }
    }

    /** Sums are kept by hours of UTC; where days begin within such an hour they cannot be told apart. */
    private static void requireWholeHour(String field, Instant time, ZoneId zone) {
        if (!time.truncatedTo(ChronoUnit.HOURS).equals(time)) {
            throw Fields.invalid(field, "must be on a whole hour of UTC");
        }
        if (zone.getRules().getOffset(time).getTotalSeconds() % SECONDS_PER_HOUR != 0) {
            throw Fields.invalid("zone", "must be whole hours away from UTC; leave it out, or ask for hours of UTC");
        }
    }
}
