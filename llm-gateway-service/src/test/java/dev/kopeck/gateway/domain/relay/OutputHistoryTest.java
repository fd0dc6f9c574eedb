package dev.kopeck.gateway.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OutputHistoryTest {

    private final OutputHistory history = new OutputHistory(2, 20);

    @Test
    void nothingIsUsualBeforeEnoughAnswersWereSeen() {
        // When
        for (int i = 0; i < 19; i++) {
            history.add("m", 100, false);
        }
        // Then
        assertThat(history.usual("m")).isEqualTo(OptionalLong.empty());
        assertThat(history.usual("unknown")).isEqualTo(OptionalLong.empty());
    }

    @Test
    void usualIsWhatNearlyAllDoNotExceed() {
        // When
        for (int i = 1; i <= 1000; i++) {
            history.add("m", i, false);
        }
        // Then
        assertThat(history.usual("m").orElseThrow()).isBetween(950L, 1200L);
    }

    @Test
    void answersThatWereCutRaiseTheLimitInsteadOfKeepingIt() {
        // When
        for (int i = 0; i < 100; i++) {
            history.add("m", 1000, true);
        }
        // Then
        assertThat(history.usual("m").orElseThrow()).isGreaterThanOrEqualTo(2000);
    }

    @Test
    void oldAnswersFade() {
        // Given
        for (int i = 0; i < 1999; i++) {
            history.add("m", 10_000, false);
        }
        // When
        for (int i = 0; i < 100_000; i++) {
            history.add("m", 10, false);
        }
        // Then
        assertThat(history.usual("m").orElseThrow()).isLessThan(20);
    }

    @Test
    void onlySoManyModelsAreRemembered() {
        // When
        for (int i = 0; i < 50; i++) {
            history.add("model-" + i, 10, false);
        }
        // Then
        assertThat(history.all()).hasSize(2);
    }

    @Test
    void anAnswerOfAnyLengthHasItsPlace() {
        // When
        for (int i = 0; i < 30; i++) {
            history.add("m", Long.MAX_VALUE / 4, true);
            history.add("m", 0, false);
        }
        // Then
        assertThat(history.usual("m")).isPresent();
    }
}
