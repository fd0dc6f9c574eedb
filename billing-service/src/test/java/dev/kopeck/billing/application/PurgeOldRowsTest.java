package dev.kopeck.billing.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PurgeOldRowsTest {

    private static final int BATCH = 10;

    private final Deque<Integer> keys = new ArrayDeque<>();
    private final Deque<Integer> rejects = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final List<Duration> ages = new ArrayList<>();
    private boolean keysFail;

    @Test
    void fullBatchesAreFollowedByTheNextAndNothingElse() {
        // Given
        keys.addAll(List.of(10, 10, 3, 10));
        rejects.addAll(List.of(0, 10));
        // When
        purge();
        // Then
        assertThat(told).containsExactly("idempotency 10", "idempotency 10", "idempotency 3");
        assertThat(keys).hasSize(1);
        assertThat(rejects).hasSize(1);
        assertThat(ages).containsOnly(Duration.ofDays(30), Duration.ofDays(40));
    }

    @Test
    void aFailureLeavesTheRestToTheNextRoundAndTheOtherTableToThisOne() {
        // Given
        keysFail = true;
        rejects.addAll(List.of(10, 1));
        // When
        purge();
        // Then
        assertThat(told).containsExactly("reject 10", "reject 1");
    }

    private void purge() {
        var rows = new OldRows() {
            @Override
            public Uni<Integer> purgeIdempotency(Duration olderThan, int limit) {
                ages.add(olderThan);
                return keysFail
                        ? Uni.createFrom().failure(new StoreUnavailableException("away", null))
                        : Uni.createFrom().item(Objects.requireNonNull(keys.poll()));
            }

            @Override
            public Uni<Integer> purgeRejects(Duration olderThan, int limit) {
                ages.add(olderThan);
                return Uni.createFrom().item(Objects.requireNonNull(rejects.poll()));
            }
        };
        new PurgeOldRows(
                        rows,
                        Duration.ofDays(30),
                        Duration.ofDays(40),
                        BATCH,
                        (table, purged) -> told.add(table + " " + purged))
                .purge()
                .await()
                .indefinitely();
    }
}
