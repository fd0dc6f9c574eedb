package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.money.Nanos;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Days and months of people's calendars, where clocks are changed too. */
class CalendarPeriodTest {

    @ParameterizedTest
    @CsvSource({
        // an ordinary day
        "Europe/Berlin,      2026-11-25T12:00:00Z,    2026-11-24T23:00:00Z, 2026-11-25T23:00:00Z",
        // the last moment of a day, and the first of the next one
        "Europe/Berlin,      2026-11-25T22:59:59.999999Z, 2026-11-24T23:00:00Z, 2026-11-25T23:00:00Z",
        "Europe/Berlin,      2026-11-25T23:00:00Z,    2026-11-25T23:00:00Z, 2026-11-26T23:00:00Z",
        // 23 and 25 hours
        "Europe/Berlin,      2026-03-29T12:00:00Z,    2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "Europe/Berlin,      2026-10-25T12:00:00Z,    2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        // midnight does not exist: the day begins at one o'clock
        "Asia/Beirut,        2024-03-31T05:00:00Z,    2024-03-30T22:00:00Z, 2024-03-31T21:00:00Z",
        "America/Sao_Paulo,  2018-11-04T12:00:00Z,    2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
        // midnight comes twice: the day begins with the first one
        "America/Havana,     2025-11-02T04:30:00Z,    2025-11-02T04:00:00Z, 2025-11-03T05:00:00Z",
        "America/Havana,     2025-11-02T05:30:00Z,    2025-11-02T04:00:00Z, 2025-11-03T05:00:00Z",
        // a day that never was: the one before lasts as long as any other
        "Pacific/Apia,       2011-12-30T05:00:00Z,    2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
        // a zone with 45 minutes
        "Asia/Kathmandu,     2026-11-25T12:00:00Z,    2026-11-24T18:15:00Z, 2026-11-25T18:15:00Z"
    })
    void scenario15_dayIsThatOfTheZoneAlsoWhereClocksAreChanged(String zone, Instant at, Instant from, Instant until) {
        assertThat(CalendarPeriod.day(ZoneId.of(zone), at)).isEqualTo(new CalendarPeriod(from, until));
    }

    @ParameterizedTest
    @CsvSource({
        "UTC,              2026-02-28T23:59:59Z, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "America/New_York, 2026-03-01T04:59:59Z, 2026-02-01T05:00:00Z, 2026-03-01T05:00:00Z",
        "America/New_York, 2026-03-31T12:00:00Z, 2026-03-01T05:00:00Z, 2026-04-01T04:00:00Z",
        "Asia/Tokyo,       2026-12-31T15:00:00Z, 2026-12-31T15:00:00Z, 2027-01-31T15:00:00Z"
    })
    void monthIsThatOfTheZone(String zone, Instant at, Instant from, Instant until) {
        assertThat(CalendarPeriod.month(ZoneId.of(zone), at)).isEqualTo(new CalendarPeriod(from, until));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"America/Havana", "Asia/Beirut", "Europe/Berlin", "Pacific/Apia", "Africa/Cairo", "Asia/Gaza"})
    void everyMomentIsInOnePeriodAndPeriodsFollowOneAnother(String name) {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var zone = ZoneId.of(name);
        for (int i = 0; i < 2000; i++) {
            var at = moment(random);
            // When
            var day = CalendarPeriod.day(zone, at);
            var month = CalendarPeriod.month(zone, at);
            // Then
            var where = "seed %d, %s in %s".formatted(seed, at, name);
            assertThat(at).as(where).isBetween(day.from(), day.until().minusNanos(1));
            assertThat(at).as(where).isBetween(month.from(), month.until().minusNanos(1));
            assertThat(CalendarPeriod.day(zone, day.until()).from()).as(where).isEqualTo(day.until());
            assertThat(CalendarPeriod.day(zone, day.from().minusNanos(1)).until())
                    .as(where)
                    .isEqualTo(day.from());
            assertThat(CalendarPeriod.month(zone, month.until()).from())
                    .as(where)
                    .isEqualTo(month.until());
        }
    }

    @Test
    void whatIsLeftIsNeverBelowZero() {
        var period = CalendarPeriod.day(ZoneId.of("UTC"), Instant.EPOCH);
        assertThat(new LimitUse(new Nanos(10), new Nanos(3), new Nanos(4), period).left())
                .isEqualTo(new Nanos(3));
        assertThat(new LimitUse(new Nanos(10), new Nanos(8), new Nanos(4), period).left())
                .isEqualTo(Nanos.ZERO);
    }

    private static Instant moment(RandomGenerator random) {
        return Instant.parse("2008-01-01T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(20 * 366 * 24 * 60)));
    }
}
