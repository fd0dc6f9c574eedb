package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All places are taken, and more prompts come. */
@QuarkusTest
class RoomIT extends GatewayIT {

    private static final int PER_ACCOUNT = 5;

    private List<Prompt> sitting = List.of();

    @BeforeEach
    void takeAllPlaces() {
        sitting = IntStream.range(0, ModelSimulatorResource.IN_FLIGHT_MAX)
                .mapToObj(i -> Prompt.of("Slowly. sim:tokens=1000 sim:speed=10 sim:id=sitting"))
                .toList();
        sitting.forEach(prompt -> kafka.send(prompt.wire()));
        eventually(() -> assertThat(simulator.requests("sitting").active()).isEqualTo(sitting.size()));
    }

    @AfterEach
    void leaveAllPlaces() {
        sitting.forEach(this::cancelUntilFinished);
    }

    @Test
    void anAccountThatAsksTooMuchIsRefusedAtOnceAndNobodyElseIs() {
        // Given an account of which as many wait as may
        long account = 77_001;
        var burst = IntStream.range(0, PER_ACCOUNT + 3)
                .mapToObj(i -> Prompt.of("One of a burst. sim:id=burst").account(account))
                .toList();
        burst.forEach(prompt -> kafka.send(prompt.wire()));
        eventually(() -> assertThat(burst.stream().filter(this::isFinished)).hasSize(3));

        // When
        var other = Prompt.of("Somebody else. sim:id=somebody-else");
        kafka.send(other.wire());
        sitting.forEach(this::cancelUntilFinished);

        // Then
        assertThat(finishedOf(other).facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(burst)
                .filteredOn(prompt -> finishedOf(prompt).facts().outcome() == Outcome.COMPLETED)
                .hasSize(PER_ACCOUNT);
        assertThat(burst)
                .filteredOn(prompt -> finishedOf(prompt).facts().outcome() == Outcome.REFUSED)
                .hasSize(3)
                .allMatch(prompt -> finishedOf(prompt).problemCode().equals("account_queue_full"))
                .allMatch(prompt -> finishedOf(prompt).facts().usage().equals(Usage.NONE));
        assertThat(simulator.requests("burst").started()).isEqualTo(PER_ACCOUNT);
        assertThat(get("/q/metrics").asString())
                .contains("kopeck_gateway_room_refused_total{reason=\"account_queue_full\"}")
                .contains("kopeck_gateway_room_waited_seconds_count")
                .contains("kopeck_gateway_prompts_waiting");
    }

    @Test
    void aBacklogThatTheBrokerHeldIsAnsweredWhole() {
        // Given prompts of one account, from while no gateway ran
        var before = Instant.now().minus(Duration.ofMinutes(1));
        var backlog = IntStream.range(0, 4 * PER_ACCOUNT)
                .mapToObj(i -> Prompt.of("From before.", before).account(77_002))
                .toList();

        // When
        backlog.forEach(prompt -> kafka.send(prompt.wire()));
        sitting.forEach(this::cancelUntilFinished);

        // Then
        assertThat(backlog).allMatch(prompt -> finishedOf(prompt).facts().outcome() == Outcome.COMPLETED);
    }

    @Test
    void aWaitingPromptIsCancelledWithoutACallAndCostsNothing() {
        // Given
        var prompt = Prompt.of("Never mind. sim:id=never-mind");
        kafka.send(prompt.wire());

        // When
        cancelUntilFinished(prompt);

        // Then
        var finished = finishedOf(prompt);
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(finished.facts().usage()).isEqualTo(Usage.NONE);
        assertThat(finished.facts().attempts()).isZero();
        assertThat(simulator.requests("never-mind").started()).isZero();
    }

    private boolean isFinished(Prompt prompt) {
        return !finishedRecords(prompt).isEmpty();
    }
}
