package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.application.access.CountGateways;
import dev.kopeck.gateway.application.access.GatewayRoll;
import dev.kopeck.gateway.domain.InstanceId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How gateways know how many share the limits. */
@QuarkusTest
class GatewayRollIT extends GatewayIT {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InstanceId me = new InstanceId(UUID.randomUUID());
    private final InstanceId other = new InstanceId(UUID.randomUUID());

    @Inject
    @SuppressWarnings("NullAway.Init")
    GatewayRoll roll;

    @Inject
    @SuppressWarnings("NullAway.Init")
    CountGateways gateways;

    @Test
    void whoComesAndWhoStopsIsCountedAtOnce() {
        // Given
        int before = beat(me, LONG);
        // When
        beat(other, LONG);
        // Then
        assertThat(beat(me, LONG)).isEqualTo(before + 1);
        // And when
        roll.leave(other).await().atMost(PATIENCE);
        // Then
        assertThat(beat(me, LONG)).isEqualTo(before);
        roll.leave(me).await().atMost(PATIENCE);
    }

    @Test
    void whoIsSilentForTooLongCountsNoMore() {
        // Given
        beat(other, LONG);
        // Then
        eventually(() -> assertThat(beat(me, Duration.ofMillis(1))).isEqualTo(1));
        roll.leave(me).chain(() -> roll.leave(other)).await().atMost(PATIENCE);
    }

    @Test
    void theRunningGatewayCountsItself() {
        eventually(() -> assertThat(gateways.living()).isBetween(1, 3));
    }

    private int beat(InstanceId id, Duration silence) {
        return roll.beat(id, silence).await().atMost(PATIENCE);
    }
}
