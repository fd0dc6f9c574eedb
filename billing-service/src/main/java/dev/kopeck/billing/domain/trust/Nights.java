package dev.kopeck.billing.domain.trust;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * When nightly work is due: each calendar day at this time of this zone. A time that daylight saving leaves out is that
 * much later on that day; one that comes twice counts the first time.
 */
public record Nights(LocalTime time, ZoneId zone) {

    /** The night whose work was due last. Nothing is missed where nobody was running at that moment. */
    public LocalDate dueAt(Instant now) {
        var today = now.atZone(zone).toLocalDate();
        return now.isBefore(ZonedDateTime.of(today, time, zone).toInstant()) ? today.minusDays(1) : today;
    }
}
