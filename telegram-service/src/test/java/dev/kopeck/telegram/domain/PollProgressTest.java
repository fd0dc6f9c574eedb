package dev.kopeck.telegram.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollProgressTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void theNextPollConfirmsTheGreatestIdOfTheLastOne() {
        // When
        var progress = PollProgress.NONE.after(
                List.of(new Update.Irrelevant(7), new Update.Irrelevant(9), new Update.Irrelevant(8)), NOW);
        // Then
        assertThat(progress.offset(NOW)).contains(10L);
        assertThat(progress.after(List.of(), NOW.plusSeconds(60))).isEqualTo(progress);
    }

    @Test
    void nothingIsConfirmedBeforeTheFirstUpdateNorAfterAWeekOfSilence() {
        // Given
        var progress = PollProgress.NONE.after(List.of(new Update.Irrelevant(7)), NOW);
        // Then
        assertThat(PollProgress.NONE.offset(NOW)).isEmpty();
        assertThat(progress.offset(NOW.plus(Duration.ofDays(7)))).isEmpty();
    }
}
