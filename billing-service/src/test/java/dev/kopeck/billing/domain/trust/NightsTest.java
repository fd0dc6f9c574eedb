package dev.kopeck.billing.domain.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NightsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T02:29:59Z, 2026-11-24",
        "2026-11-25T02:30:00Z, 2026-11-25",
        "2026-11-25T23:30:00Z, 2026-11-25"
    })
    void nightIsDueFromItsTimeOnInItsZone(String now, String night) {
        var nights = new Nights(LocalTime.of(3, 30), ZoneId.of("Europe/Berlin"));
        assertThat(nights.dueAt(Instant.parse(now))).isEqualTo(LocalDate.parse(night));
    }

    @Test
    void scenario15_daylightSavingNeitherSkipsNorDoublesANight() {
        var nights = new Nights(LocalTime.of(2, 30), ZoneId.of("Europe/Berlin"));
        // 2026-03-29 has no 02:30; 2026-10-25 has two.
        assertThat(nights.dueAt(Instant.parse("2026-03-29T01:29:00Z"))).isEqualTo("2026-03-28");
        assertThat(nights.dueAt(Instant.parse("2026-03-29T01:30:00Z"))).isEqualTo("2026-03-29");
        assertThat(nights.dueAt(Instant.parse("2026-10-25T00:29:00Z"))).isEqualTo("2026-10-24");
        assertThat(nights.dueAt(Instant.parse("2026-10-25T00:30:00Z"))).isEqualTo("2026-10-25");
        assertThat(nights.dueAt(Instant.parse("2026-10-25T01:30:00Z"))).isEqualTo("2026-10-25");
    }
}
