package dev.kopeck.gateway.application;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.Catalogues;
import dev.kopeck.gateway.domain.LeavePolicy;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader leaves at each of the stream's boundaries in turn. */
class LeavableCallTest {

    private static final List<String> STREAM = List.of("a", "b", "c", "usage");
    private static final String USAGE = STREAM.getLast();

    private final Drains drains = new Drains();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final List<String> unread = new CopyOnWriteArrayList<>();
    private final List<Boolean> over = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // when it is subscribed to
    private MultiEmitter<? super String> call;

    static IntStream boundaries() {
        return IntStream.range(0, STREAM.size());
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void aDrainedCallIsHeardToItsUsageWhereverTheReaderLeaves(int read) {
        // Given
        var reader = read(Catalogues.DRAIN);
        STREAM.subList(0, read).forEach(this::say);

        // When
        reader.cancel();
        assertThat(drains.running()).isEqualTo(1);
        STREAM.subList(read, STREAM.size()).forEach(this::say);

        // Then
        assertThat(reader.getItems()).isEqualTo(STREAM.subList(0, read));
        assertThat(unread).isEqualTo(STREAM.subList(read, STREAM.size()));
        assertThat(over).containsExactly(true);
        assertThat(drains.running()).isZero();
        assertThat(cancelled).isTrue();
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void anyOtherCallIsCancelledWhereverTheReaderLeaves(int read) {
        // Given
        var reader = read(Catalogues.CANCEL);
        STREAM.subList(0, read).forEach(this::say);

        // When
        reader.cancel();

        // Then
        assertThat(cancelled).isTrue();
        assertThat(over).containsExactly(false);
        assertThat(unread).isEmpty();
    }

    @Test
    void aDrainEndsWithItsTime() {
        // Given
        var reader = read(new LeavePolicy(LeavePolicy.Kind.DRAIN, Duration.ofMillis(5), 1));

        // When
        reader.cancel();

        // Then
        eventually(() -> assertThat(over).containsExactly(false));
        assertThat(cancelled).isTrue();
        assertThat(drains.running()).isZero();
    }

    @Test
    void aDrainThatBreaksIsOver() {
        // Given
        var reader = read(Catalogues.DRAIN);
        reader.cancel();

        // When
        call.fail(new IllegalStateException("cut"));

        // Then
        assertThat(over).containsExactly(false);
        assertThat(drains.running()).isZero();
    }

    @Test
    void whoReadsToTheEndLeavesNoAftermath() {
        // Given
        var reader = read(Catalogues.DRAIN);

        // When
        STREAM.forEach(this::say);
        call.complete();

        // Then
        reader.assertCompleted().assertItems(STREAM.toArray(String[]::new));
        assertThat(over).isEmpty();
        assertThat(drains.running()).isZero();
    }

    private AssertSubscriber<String> read(LeavePolicy leaving) {
        Multi<String> stream = Multi.createFrom().emitter(emitter -> {
            call = emitter;
            emitter.onTermination(() -> cancelled.set(true));
        });
        var provider = Catalogues.provider("slow", leaving);
        return new LeavableCall<>(drains, () -> provider, new Seen())
                .read(stream)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private void say(String item) {
        call.emit(item);
    }

    private final class Seen implements Aftermath<String> {

        @Override
        public boolean hears(String item) {
            unread.add(item);
            return USAGE.equals(item);
        }

        @Override
        public void isOver(boolean heardOut) {
            over.add(heardOut);
        }
    }
}
