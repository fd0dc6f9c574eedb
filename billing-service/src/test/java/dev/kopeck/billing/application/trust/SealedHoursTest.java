package dev.kopeck.billing.application.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.application.trust.Seals.Sealing.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealedHoursTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-25T00:00:00Z");

    @Test
    void singleHourIsToldByItself() {
        assertThat(told(MIDNIGHT.plus(Duration.ofHours(7)), 1))
                .containsExactly("Hour sealed hour=2026-11-25T07:00:00Z rows=2 hash=h0");
    }

    @Test
    void lastHourOfADayAloneIsToldOnce() {
        assertThat(told(MIDNIGHT.plus(Duration.ofHours(23)), 1))
                .containsExactly("Hour sealed hour=2026-11-25T23:00:00Z rows=2 hash=h0");
    }

    @Test
    void thousandsOfHoursAreToldByTheDayWithTheSealOfItsLastHour() {
        // When
        var told = told(MIDNIGHT.plus(Duration.ofHours(20)), 4 + 24 * 365 + 3);
        // Then
        assertThat(told).hasSize(1 + 365 + 1);
        assertThat(told.getFirst()).isEqualTo("Hours sealed hours=4 last=2026-11-25T23:00:00Z rows=8 hash=h3");
        assertThat(told.get(1)).isEqualTo("Hours sealed hours=24 last=2026-11-26T23:00:00Z rows=48 hash=h27");
        assertThat(told.getLast()).startsWith("Hours sealed hours=3 last=2027-11-26T02:00:00Z rows=6 ");
    }

    @Test
    void roundThatSealsNothingTellsNothing() {
        assertThat(told(MIDNIGHT, 0)).isEmpty();
    }

    private static List<String> told(Instant first, int hours) {
        var round = new SealedHours();
        var told = new ArrayList<String>();
        for (int i = 0; i < hours; i++) {
            round.add(new Sealed(first.plus(Duration.ofHours(i)), 2, "h" + i)).ifPresent(told::add);
        }
        round.end().ifPresent(told::add);
        return told;
    }
}
