package dev.kopeck.telegram.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.telegram.domain.ChatAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final ChatAddress CHAT = new ChatAddress(42, 0);
    private static final ChatAddress GROUP = new ChatAddress(-42, 0);

    private final FakeClock clock = FakeClock.at("2026-11-23T10:00:00Z");
    private final Pace pace = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(3), clock);

    @Test
    void theFirstIsFreeAndEachFurtherOneWaitsItsTurn() {
        assertThat(pace.book(CHAT)).isEqualTo(Duration.ZERO);
        assertThat(pace.book(CHAT)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace.book(CHAT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.book(GROUP)).isEqualTo(Duration.ZERO);
        assertThat(pace.book(GROUP)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void timeThatPassesFreesTheChat() {
        // Given
        pace.book(CHAT);
        // When
        clock.advance(Duration.ofSeconds(5));
        // Then
        assertThat(pace.book(CHAT)).isEqualTo(Duration.ZERO);
    }

    @Test
    void aLimitAndALateEditPushTheNextOneBack() {
        // Given
        pace.book(CHAT);
        clock.advance(Duration.ofMillis(700));
        // When
        pace.shown(CHAT);
        // Then
        assertThat(pace.book(CHAT)).isEqualTo(Duration.ofSeconds(1));
        pace.block(GROUP, Duration.ofSeconds(30));
        assertThat(pace.book(GROUP)).isEqualTo(Duration.ofSeconds(30));
    }
}
