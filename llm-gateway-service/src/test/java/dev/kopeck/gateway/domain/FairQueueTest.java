package dev.kopeck.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private static final String MODEL = "m";

    private final Random ids = new Random(1);
    private final FairQueue queue = new FairQueue(new FairQueue.Bounds(10_000, 10_000));

    @Test
    void aBusyAccountDelaysAnothersFirstPromptByNoMoreThanOneTurn() {
        // Given an account with a thousand prompts, in the middle of being served
        IntStream.range(0, 1_000).forEach(i -> queue.add(ticket(1, 5)));
        IntStream.range(0, 17).forEach(i -> queue.take(FairQueueTest::any));

        // When
        var first = added(ticket(2, 0));

        // Then
        var next = Stream.generate(() -> queue.take(FairQueueTest::any).orElseThrow())
                .limit(2)
                .toList();
        assertThat(next).contains(first);
    }

    @Test
    void accountsTakeTurnsAndHighPrioritiesGoFirstWithinTheirAccountOnly() {
        // Given
        var lowOfOne = added(ticket(1, 1));
        var highOfOne = added(ticket(1, 9));
        var lowOfTwo = added(ticket(2, 0));
        var laterHighOfOne = added(ticket(1, 9));

        // When / Then
        assertThat(drained()).containsExactly(highOfOne, lowOfTwo, laterHighOfOne, lowOfOne);
    }

    @Test
    void aModelWithoutAPlaceHoldsUpNobodyBehindItAndItsAccountKeepsItsTurn() {
        // Given
        var taken = added(ticket(1, 9, "taken"));
        var other = added(ticket(2, 5, MODEL));
        var mixed = added(ticket(1, 0, MODEL));
        var later = added(ticket(3, 5, MODEL));

        // When
        var whileTaken = Stream.of(queue.take(MODEL::equals), queue.take(MODEL::equals))
                .map(t -> t.orElseThrow())
                .toList();
        var onceFree = drained();

        // Then
        assertThat(whileTaken).containsExactly(mixed, other);
        assertThat(onceFree).containsExactly(later, taken);
        assertThat(queue.take(FairQueueTest::any)).isEmpty();
    }

    @Test
    void nobodyIsTakenWhereNoModelHasAPlace() {
        // Given
        var waiting = added(ticket(1, 5));

        // When / Then
        assertThat(queue.take(model -> false)).isEmpty();
        assertThat(queue.position(waiting.promptId())).hasValue(1);
    }

    @Test
    void boundsHoldInTotalAndForEachAccountAndEndWithTheirPrompts() {
        // Given
        var bounded = new FairQueue(new FairQueue.Bounds(3, 2));
        var first = ticket(1, 5);

        // When / Then
        assertThat(bounded.add(first)).isEmpty();
        assertThat(bounded.add(ticket(1, 5))).isEmpty();
        assertThat(bounded.add(ticket(1, 9))).contains(RoomFull.ACCOUNT_QUEUE_FULL);
        assertThat(bounded.add(ticket(2, 5))).isEmpty();
        assertThat(bounded.add(ticket(3, 5))).contains(RoomFull.QUEUE_FULL);
        assertThat(bounded.remove(first.promptId())).contains(first);
        assertThat(bounded.add(ticket(1, 5))).isEmpty();
        assertThat(bounded.add(ticket(3, 5))).contains(RoomFull.QUEUE_FULL);
        bounded.take(FairQueueTest::any);
        assertThat(bounded.add(ticket(3, 5))).isEmpty();
    }

    @Test
    void whoWaitedAtTheBrokerIsNeverRefusedAndTakesNobodysRoom() {
        // Given
        var bounded = new FairQueue(new FairQueue.Bounds(1, 1));

        // When
        var backlog = IntStream.range(0, 10)
                .mapToObj(i -> new Ticket(id(), new AccountId(1), 5, MODEL, false))
                .toList();

        // Then
        assertThat(backlog).allMatch(ticket -> bounded.add(ticket).isEmpty());
        assertThat(bounded.add(ticket(1, 5))).isEmpty();
        assertThat(bounded.add(ticket(2, 5))).contains(RoomFull.QUEUE_FULL);
        assertThat(bounded.size()).isEqualTo(11);
    }

    @Test
    void positionsAreTurns() {
        // Given
        var mine = IntStream.range(0, 3).mapToObj(i -> added(ticket(1, 5))).toList();
        var theirs = IntStream.range(0, 2).mapToObj(i -> added(ticket(2, 5))).toList();

        // When / Then
        assertThat(mine).map(this::positionOf).containsExactly(1, 3, 5);
        assertThat(theirs).map(this::positionOf).containsExactly(2, 4);
        assertThat(queue.position(id())).isEmpty();
    }

    @Test
    void whoLeavesIsGone() {
        // Given
        var stays = added(ticket(1, 5));
        var leaves = added(ticket(1, 9));

        // When
        var removed = queue.remove(leaves.promptId());

        // Then
        assertThat(removed).contains(leaves);
        assertThat(queue.remove(leaves.promptId())).isEmpty();
        assertThat(drained()).containsExactly(stays);
        assertThat(queue.size()).isZero();
    }

    @Test
    void theSamePromptDoesNotWaitTwice() {
        // Given
        var waits = added(ticket(1, 5));

        // When / Then
        assertThatThrownBy(() -> queue.add(waits)).hasMessageContaining("waits already");
        assertThat(queue.size()).isEqualTo(1);
    }

    private static boolean any(String model) {
        return true;
    }

    private int positionOf(Ticket ticket) {
        return queue.position(ticket.promptId()).orElseThrow();
    }

    private Ticket added(Ticket ticket) {
        assertThat(queue.add(ticket)).isEmpty();
        return ticket;
    }

    private List<Ticket> drained() {
        var taken = new ArrayList<Ticket>();
        for (var next = queue.take(FairQueueTest::any); next.isPresent(); next = queue.take(FairQueueTest::any)) {
            taken.add(next.get());
        }
        return taken;
    }

    private Ticket ticket(long account, int priority) {
        return ticket(account, priority, MODEL);
    }

    private Ticket ticket(long account, int priority, String model) {
        return new Ticket(id(), new AccountId(account), priority, model);
    }

    private PromptId id() {
        return PromptId.mint(Instant.EPOCH, ids);
    }
}
