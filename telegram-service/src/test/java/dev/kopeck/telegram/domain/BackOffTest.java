package dev.kopeck.telegram.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void pausesDoubleUpToTheLongestAndVaryByAQuarter() {
        var random = new SplittableRandom(1);
        for (int failures = 1; failures < 100; failures++) {
            long full = failures > 6 ? 5000 : Math.min(5000, 100L << (failures - 1));
            assertThat(backOff.after(failures, random).toMillis()).isBetween(full * 3 / 4 - 1, full);
        }
        assertThat(backOff.after(Integer.MAX_VALUE, random)).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aPauseThatNeverPausesIsRefused() {
        assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
