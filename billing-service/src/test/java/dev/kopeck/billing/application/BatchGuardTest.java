package dev.kopeck.billing.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchGuardTest {

    private final BatchGuard guard = new BatchGuard(Duration.ofMillis(1), Duration.ofMillis(2), new SilentMetrics());
    private final List<List<Integer>> calls = new ArrayList<>();

    @Test
    void oneBadRecordIsFoundAndAllOthersGoOn() {
        // Given
        var batch = IntStream.range(0, 100).boxed().toList();
        // When
        var results = result(guard.run(batch, numbers -> work(numbers, 37), (number, failure) -> "parked " + number));
        // Then
        assertThat(results).hasSize(100);
        assertThat(results.get(37)).isEqualTo("parked 37");
        assertThat(results.get(36)).isEqualTo("done 36");
        assertThat(results.stream().filter(result -> result.startsWith("parked")))
                .hasSize(1);
        assertThat(calls.size()).as("calls, by halving").isLessThan(20);
    }

    @Test
    void booksThatAreAwayAreWaitedForAndNothingIsParked() {
        // Given
        var attempts = new AtomicInteger();
        // When
        var results = result(guard.run(
                List.of(1, 2),
                numbers -> attempts.incrementAndGet() < 8
                        ? Uni.createFrom().failure(new StoreUnavailableException("away", null))
                        : work(numbers, -1),
                (number, failure) -> "parked"));
        // Then
        assertThat(attempts).hasValue(8);
        assertThat(results).containsExactly("done 1", "done 2");
    }

    @Test
    void booksThatGoAwayWhileTheBadRecordIsSoughtAreWaitedForToo() {
        // Given
        var attempts = new AtomicInteger();
        // When
        var results = result(guard.run(
                List.of(1, 2, 3),
                numbers -> attempts.incrementAndGet() % 2 == 0
                        ? Uni.createFrom().failure(new StoreUnavailableException("away", null))
                        : work(numbers, 2),
                (number, failure) -> "parked " + number));
        // Then
        assertThat(results).containsExactly("done 1", "parked 2", "done 3");
    }

    @Test
    void loserOfARaceSucceedsAtTheSecondAttempt() {
        // Given
        var attempts = new AtomicInteger();
        // When
        var results = result(guard.run(
                List.of(1),
                numbers -> attempts.incrementAndGet() == 1
                        ? Uni.createFrom().failure(new StoreRefusedException("duplicate key", null))
                        : work(numbers, -1),
                (number, failure) -> "parked"));
        // Then
        assertThat(results).containsExactly("done 1");
    }

    @Test
    void emptyBatchCallsNobody() {
        assertThat(result(guard.run(List.<Integer>of(), numbers -> work(numbers, -1), (number, failure) -> "parked")))
                .isEmpty();
        assertThat(calls).isEmpty();
    }

    @Test
    void repeatedIdsAreHandledInRoundsAndAnsweredInOrder() {
        // When
        var results = result(Rounds.inRounds(List.of(1, 2, 1, 3, 1), number -> number, numbers -> work(numbers, -1)));
        // Then
        assertThat(results).containsExactly("done 1", "done 2", "done 1", "done 3", "done 1");
        assertThat(calls).containsExactly(List.of(1, 2, 3), List.of(1), List.of(1));
    }

    private Uni<List<String>> work(List<Integer> numbers, int bad) {
        calls.add(numbers);
        return numbers.contains(bad)
                ? Uni.createFrom().failure(new StoreRefusedException("bad", null))
                : Uni.createFrom()
                        .item(numbers.stream().map(number -> "done " + number).toList());
    }

    private static <T> T result(Uni<T> uni) {
        return uni.subscribeAsCompletionStage().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
