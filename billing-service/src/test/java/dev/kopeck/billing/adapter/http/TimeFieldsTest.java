package dev.kopeck.billing.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.billing.domain.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFieldsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T17:40:55.123Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void localDatesBeginWhenTheDayDoesInTheZone() {
        assertThat(TimeFields.period("2026-03-29", "2026-03-30", BERLIN, NOW))
                .as("a day of 23 hours")
                .isEqualTo(period("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"));
        assertThat(TimeFields.period("2026-11-01", "2026-11-01T12:00:00+02:00", ZoneOffset.UTC, NOW))
                .isEqualTo(period("2026-11-01T00:00:00Z", "2026-11-01T10:00:00Z"));
    }

    @Test
    void withoutBoundsItIsTheMonthSoFar() {
        assertThat(TimeFields.period(null, null, BERLIN, NOW))
                .isEqualTo(period("2026-10-31T23:00:00Z", "2026-11-25T17:40:55.123Z"));
        assertThat(TimeFields.hours(null, null, ZoneOffset.UTC, NOW))
                .isEqualTo(period("2026-11-01T00:00:00Z", "2026-11-25T18:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T00:30:00Z, 2026-11-02, UTC, whole hour",
        "2026-11-01, 2026-11-02, Asia/Kolkata, whole hour",
        "2026-11-01T00:00:00Z, 2026-11-02T00:00:00Z, Asia/Kolkata, whole hours away",
        "2026-11-02, 2026-11-01, UTC, before the beginning",
        "2026-02-30, 2026-11-01, UTC, must be a date",
        "yesterday, 2026-11-01, UTC, must be a date",
        "1969-12-31, 2026-11-01, UTC, years from 1970",
        "2026-11-01, +12000-01-01, UTC, years from 1970"
    })
    void whatIsNoPeriodOfWholeHoursIsRefused(String from, String until, String zone, String reason) {
        assertThatThrownBy(() -> TimeFields.hours(from, until, ZoneId.of(zone), NOW))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void sumsOfAccountsAreForWholeDaysOfUtc() {
        assertThat(TimeFields.days(null, null, ZoneOffset.UTC, NOW))
                .isEqualTo(period("2026-11-01T00:00:00Z", "2026-11-26T00:00:00Z"));
        assertThat(TimeFields.days("2026-11-01", "2026-11-02", ZoneId.of("Etc/UTC"), NOW))
                .isEqualTo(period("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"));
        assertThatThrownBy(() -> TimeFields.days("2026-11-01", null, BERLIN, NOW))
                .hasMessageContaining("must be UTC");
        assertThatThrownBy(() -> TimeFields.days("2026-11-01T01:00:00Z", null, ZoneOffset.UTC, NOW))
                .hasMessageContaining("beginning of a day");
    }

    private static Period period(String from, String until) {
        return new Period(Instant.parse(from), Instant.parse(until));
    }
}
