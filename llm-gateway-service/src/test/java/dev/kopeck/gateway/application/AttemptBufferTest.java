package dev.kopeck.gateway.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptBufferTest {

    private final Random ids = new Random(1);
    private final Written written = new Written();
    private final AttemptBuffer buffer = new AttemptBuffer(written, 10, 4);

    @Test
    void whatHasGatheredIsWrittenByTheBatch() {
        // Given
        var attempts = IntStream.range(0, 9).mapToObj(i -> ended()).toList();

        // When
        flush();

        // Then
        assertThat(written.batches).map(List::size).containsExactly(4, 4, 1);
        assertThat(written.batches.stream().flatMap(List::stream)).containsExactlyElementsOf(attempts);
        assertThat(buffer.waiting()).isZero();
    }

    @Test
    void whatCannotBeWrittenIsKeptAndBeyondTheBoundCountedAndDropped() {
        // Given
        written.isAway = true;
        IntStream.range(0, 13).forEach(i -> ended());
        flush();

        // When
        written.isAway = false;
        flush();

        // Then
        assertThat(buffer.dropped()).isEqualTo(3);
        assertThat(written.batches.stream().mapToInt(List::size).sum()).isEqualTo(10);
    }

    private AttemptRecord ended() {
        var attempt = new AttemptRecord(
                PromptId.mint(Instant.EPOCH, ids),
                1,
                "default",
                "m",
                Instant.EPOCH,
                Instant.EPOCH,
                "answered",
                0,
                null);
        buffer.ended(attempt);
        return attempt;
    }

    private void flush() {
        buffer.flush().subscribe().withSubscriber(UniAssertSubscriber.create()).assertCompleted();
    }

    private static final class Written implements AttemptRecords {

        private final List<List<AttemptRecord>> batches = new ArrayList<>();
        private boolean isAway;

        @Override
        public Uni<Void> write(List<AttemptRecord> attempts) {
            if (isAway) {
                return Uni.createFrom().failure(new IllegalStateException("the database is away"));
            }
            batches.add(List.copyOf(attempts));
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Integer> forget(Duration olderThan, int atMost) {
            return Uni.createFrom().item(0);
        }
    }
}
