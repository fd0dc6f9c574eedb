package dev.kopeck.billing.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A day or a month of somebody's calendar, as instants. Where clocks are put forward at midnight, the day begins with
 * the first moment that there is; where midnight comes twice, it begins with the first one.
 *
 * @param from the first instant of it
 * @param until the first instant that is no more in it: when what was spent in it no longer counts
 */
public record CalendarPeriod(Instant from, Instant until) {

    public static CalendarPeriod day(ZoneId zone, Instant at) {
        var day = at.atZone(zone).toLocalDate();
        return between(zone, day, day.plusDays(1));
    }

    public static CalendarPeriod month(ZoneId zone, Instant at) {
        var first = at.atZone(zone).toLocalDate().withDayOfMonth(1);
        return between(zone, first, first.plusMonths(1));
    }

    private static CalendarPeriod between(ZoneId zone, LocalDate first, LocalDate next) {
        return new CalendarPeriod(
                first.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
    }
}
