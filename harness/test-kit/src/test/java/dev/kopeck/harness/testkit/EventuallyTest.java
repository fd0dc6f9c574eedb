package dev.kopeck.harness.testkit;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {

    @Test
    void returnsAtTheFirstAttemptThatHolds() {
        // Given
        AtomicInteger attempts = new AtomicInteger();
        // When
        eventually(() -> assertThat(attempts.incrementAndGet()).isGreaterThanOrEqualTo(3));
        // Then
        assertThat(attempts).hasValue(3);
    }

    @Test
    void anExceptionIsAnAttemptThatFailed() {
        // Given
        AtomicInteger attempts = new AtomicInteger();
        // When
        eventually(() -> {
            if (attempts.incrementAndGet() < 2) {
                throw new IOException("not reachable yet");
            }
        });
        // Then
        assertThat(attempts).hasValue(2);
    }

    @Test
    void tellsWhatWasWrongAtLast() {
        // When, Then
        assertThatThrownBy(() -> eventually(
                        Duration.ofMillis(50), () -> assertThat("red").isEqualTo("green")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PT0.05S")
                .hasMessageContaining("green");
    }
}
