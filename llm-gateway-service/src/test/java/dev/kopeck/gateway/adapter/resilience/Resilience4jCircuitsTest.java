package dev.kopeck.gateway.adapter.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.Catalogues;
import dev.kopeck.gateway.config.CircuitConfig;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.harness.testkit.FakeClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Resilience4jCircuitsTest {

    private static final Duration OPEN_FOR = Duration.ofSeconds(10);

    private final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    private final Resilience4jCircuits circuits =
            new Resilience4jCircuits(new Bounds(10, 4, 50, OPEN_FOR, 2), clock, (id, breaker) -> {});
    private final Provider provider = Catalogues.provider("flaky");

    @Test
    void aProviderThatFailsIsLeftAloneAndTriedAgainLater() {
        // Given
        fail(4);
        assertThat(circuits.mayCall(provider)).isFalse();
        assertThat(circuits.mayCall(Catalogues.provider("other"))).isTrue();

        // When
        clock.advance(OPEN_FOR.plusMillis(1));

        // Then two probes are let through, and no third
        assertThat(circuits.mayCall(provider)).isTrue();
        assertThat(circuits.mayCall(provider)).isTrue();
        assertThat(circuits.mayCall(provider)).isFalse();
        circuits.succeeded(provider);
        circuits.succeeded(provider);
        assertThat(circuits.mayCall(provider)).isTrue();
        assertThat(circuits.mayCall(provider)).isTrue();
        assertThat(circuits.mayCall(provider)).isTrue();
    }

    @Test
    void probesThatFailLeaveItAloneAgain() {
        // Given
        fail(4);
        clock.advance(OPEN_FOR.plusMillis(1));

        // When
        fail(2);

        // Then
        assertThat(circuits.mayCall(provider)).isFalse();
    }

    @Test
    void aProbeThatProvesNothingLeavesItsPlaceToAnother() {
        // Given
        fail(4);
        clock.advance(OPEN_FOR.plusMillis(1));
        circuits.mayCall(provider);
        circuits.mayCall(provider);

        // When
        circuits.undecided(provider);

        // Then
        assertThat(circuits.mayCall(provider)).isTrue();
    }

    @Test
    void aFewFailuresAmongSuccessesProveNothing() {
        // Given
        for (int i = 0; i < 30; i++) {
            circuits.mayCall(provider);
            if (i % 4 == 3) {
                circuits.failed(provider);
            } else {
                circuits.succeeded(provider);
            }
        }

        // When / Then
        assertThat(circuits.mayCall(provider)).isTrue();
    }

    private void fail(int times) {
        IntStream.range(0, times).forEach(i -> {
            assertThat(circuits.mayCall(provider)).isTrue();
            circuits.failed(provider);
        });
    }

    private record Bounds(int window, int callsMin, int failurePercent, Duration openFor, int probes)
            implements CircuitConfig {}
}
