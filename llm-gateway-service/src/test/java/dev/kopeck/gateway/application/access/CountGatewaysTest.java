package dev.kopeck.gateway.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.domain.InstanceId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CountGatewaysTest {

    private Uni<Integer> answer = Uni.createFrom().item(3);

    private final CountGateways gateways = new CountGateways(
            new GatewayRoll() {
                @Override
                public Uni<Integer> beat(InstanceId me, Duration silence) {
                    return answer;
                }

                @Override
                public Uni<Void> leave(InstanceId me) {
                    return Uni.createFrom().failure(new IllegalStateException("away"));
                }
            },
            new InstanceId(new UUID(0, 1)),
            Duration.ofSeconds(8));

    @Test
    void oneThatHasNotCountedTakesLittle() {
        assertThat(gateways.living()).isEqualTo(8);
    }

    @Test
    void whileTheDatabaseIsAwayTheLastCountHolds() {
        // Given
        beat();
        // When
        answer = Uni.createFrom().failure(new IllegalStateException("away"));
        beat();
        // Then
        assertThat(gateways.living()).isEqualTo(3);
    }

    @Test
    void leavingNeverFails() {
        gateways.leave()
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem();
    }

    private void beat() {
        gateways.beat().subscribe().withSubscriber(UniAssertSubscriber.create()).awaitItem();
    }
}
