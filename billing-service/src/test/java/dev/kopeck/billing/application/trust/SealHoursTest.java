package dev.kopeck.billing.application.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.application.trust.Seals.Sealing;
import dev.kopeck.billing.domain.trust.Seal;
import dev.kopeck.billing.domain.trust.SealVerification;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a round of sealing leaves in the log. */
class SealHoursTest {

    private static final Instant EVENING = Instant.parse("2026-11-25T22:00:00Z");
    private static final Sealing BROKEN = new Sealing.Waiting(Instant.EPOCH);

    private final Deque<Sealing> next = new ArrayDeque<>();
    private final Log log = new Log();
    /** Kept, so that the handler is not collected with it. */
    private final Logger logger = Logger.getLogger(SealHours.class.getName());

    @BeforeEach
    void listen() {
        logger.addHandler(log);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(log);
    }

    @Test
    void daysAreToldWhenTheyAreOverAndTheRestWhenTheRoundIs() {
        // Given
        seal(5);
        // When
        round(100);
        // Then
        assertThat(log.lines)
                .containsExactly(
                        "Hours sealed hours=2 last=2026-11-25T23:00:00Z rows=2 hash=h1",
                        "Hours sealed hours=3 last=2026-11-26T02:00:00Z rows=3 hash=h4");
    }

    @Test
    void roundThatIsFullTellsWhereItStopped() {
        seal(5);
        round(4);
        assertThat(log.lines).hasSize(2).last().asString().contains("hours=2 last=2026-11-26T01:00:00Z");
        assertThat(next).hasSize(1);
    }

    @Test
    void roundThatFailsTellsWhatItHasSealed() {
        seal(1);
        next.add(BROKEN);
        round(100);
        assertThat(log.lines)
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("Hour sealed hour=2026-11-25T22:00:00Z rows=1 hash=h0");
    }

    private void seal(int hours) {
        for (int i = 0; i < hours; i++) {
            next.add(new Sealing.Sealed(EVENING.plus(Duration.ofHours(i)), 1, "h" + i));
        }
    }

    private void round(int most) {
        new SealHours(new Script(), Duration.ofMinutes(5), most).seal().await().atMost(Duration.ofSeconds(10));
    }

    /** Messages as they were logged, with their figures. */
    private static final class Log extends Handler {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Seals what it was told to, and nothing else. */
    private final class Script implements Seals {

        @Override
        public Uni<Sealing> sealNext(Duration grace) {
            var sealing = next.isEmpty() ? new Sealing.Nothing() : next.remove();
            return sealing.equals(BROKEN)
                    ? Uni.createFrom().failure(new StoreUnavailableException("away", null))
                    : Uni.createFrom().item(sealing);
        }

        @Override
        public Uni<Optional<Seal>> last() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<Seal>> list(Optional<Instant> before, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<SealVerification> request(UUID id, Instant from, Instant to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Optional<SealVerification>> next() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<SealVerification.Part> verify(Instant from, Instant to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<SealVerification> advance(UUID id, SealVerification.Part part, boolean finished) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Optional<SealVerification>> find(UUID id) {
            throw new UnsupportedOperationException();
        }
    }
}
