package dev.kopeck.harness.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FakeClockTest {

    @Test
    void movesWhenToldAndInAllZonesTogether() {
        // Given
        FakeClock clock = FakeClock.at("2026-11-23T10:00:00Z");
        Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));
        // When
        clock.advance(Duration.ofMinutes(5));
        // Then
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-23T10:05:00Z"));
        assertThat(elsewhere.instant()).isEqualTo(clock.instant());
    }
}
