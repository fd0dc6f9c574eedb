package dev.kopeck.gateway.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.domain.FairQueue;
import dev.kopeck.gateway.domain.RoomFull;
import dev.kopeck.gateway.domain.Ticket;
import dev.kopeck.harness.testkit.FakeClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

    private static final String WIDE = "wide";
    private static final String NARROW = "narrow";
    private static final int PLACES = 3;
    private static final int AT_PROVIDER = 2;

    private final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    private final Random ids = new Random(1);
    private final SeenRoom seen = new SeenRoom();
    private final AtomicInteger narrowPlaces = new AtomicInteger(1);
    private final WaitingRoom room = new WaitingRoom(PLACES, new FairQueue.Bounds(4, 2), this::lane, seen, clock);

    @Test
    void aFreePlaceIsGivenAtOnceAndGoesToTheNextWhenItIsLeft() {
        // Given
        var first = placeOf(enter(1, WIDE));
        enter(2, WIDE);
        enter(3, WIDE);
        var waits = enter(4, WIDE);
        waits.assertNotTerminated();

        // When
        clock.advance(Duration.ofSeconds(7));
        first.leave();
        first.leave();

        // Then
        assertThat(placeOf(waits).waited()).isEqualTo(Duration.ofSeconds(7));
        assertThat(room.running()).isEqualTo(PLACES);
        assertThat(seen.waited).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(7));
    }

    @Test
    void aModelThatIsFullHoldsUpNobodyWhoWantsAnotherOne() {
        // Given
        var narrow = placeOf(enter(1, NARROW));
        var behind = enter(2, NARROW);

        // When
        var other = enter(3, WIDE);

        // Then
        other.assertCompleted();
        behind.assertNotTerminated();
        narrow.leave();
        behind.assertCompleted();
    }

    @Test
    void fullRoomsRefuseWithAReasonAndATimeToComeBack() {
        // Given
        IntStream.range(0, PLACES).forEach(i -> enter(1, WIDE));
        enter(2, WIDE);
        enter(2, WIDE);

        // When
        var third = enter(2, WIDE);
        enter(3, WIDE);
        enter(4, WIDE);
        var fifth = enter(5, WIDE);

        // Then
        assertThat(refusalOf(third).reason()).isEqualTo(RoomFull.ACCOUNT_QUEUE_FULL);
        assertThat(refusalOf(fifth).reason()).isEqualTo(RoomFull.QUEUE_FULL);
        assertThat(refusalOf(fifth).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(seen.refused).containsExactly(RoomFull.ACCOUNT_QUEUE_FULL, RoomFull.QUEUE_FULL);
    }

    @Test
    void whoHasSeenLongWaitsIsToldToComeBackLater() {
        // Given
        var places = IntStream.range(0, PLACES)
                .mapToObj(i -> placeOf(enter(9, WIDE)))
                .toList();
        IntStream.range(1, 5).forEach(account -> enter(account, WIDE));
        clock.advance(Duration.ofMinutes(2));
        places.getFirst().leave();
        enter(5, WIDE);

        // When
        var refused = enter(6, WIDE);

        // Then
        assertThat(refusalOf(refused).retryAfter()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void whoCancelsWhileItWaitsLeavesTheQueue() {
        // Given
        var places = IntStream.range(0, PLACES)
                .mapToObj(i -> placeOf(enter(1, WIDE)))
                .toList();
        var leaves = enter(2, WIDE);
        var stays = enter(3, WIDE);

        // When
        leaves.cancel();

        // Then
        assertThat(room.waiting()).isEqualTo(1);
        places.getFirst().leave();
        stays.assertCompleted();
    }

    @Test
    void positionsAreToldWhileAPromptWaits() {
        // Given
        IntStream.range(0, PLACES).forEach(i -> enter(1, WIDE));
        var ticket = ticket(2, WIDE);
        enter(3, WIDE);

        // When
        enter(ticket);

        // Then
        assertThat(room.position(ticket.promptId())).hasValue(2);
        assertThat(room.position(ticket(1, WIDE).promptId())).isEmpty();
    }

    @Test
    void aPlaceIsFreeAgainHoweverItsWorkEnds() {
        // Given
        var never = new CompletableFuture<String>();

        // When
        room.during(ticket(1, WIDE), place -> Uni.createFrom().item("done"))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertCompleted();
        room.during(ticket(1, WIDE), place -> Uni.createFrom().failure(new IllegalStateException("broken")))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailed();
        room.during(ticket(1, WIDE), place -> {
                    throw new IllegalStateException("thrown");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailed();
        room.during(ticket(1, WIDE), place -> Uni.createFrom().completionStage(never))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .cancel();
        room.streaming(ticket(1, WIDE), place -> Multi.createFrom().items(1, 2))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10))
                .assertCompleted();
        room.streaming(ticket(1, WIDE), place -> Multi.createFrom().nothing())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10))
                .cancel();

        // Then
        assertThat(room.running()).isZero();
        assertThat(room.waiting()).isZero();
    }

    @Test
    void aCancelThatCrossesTheTurnOnItsWayLosesNoPlace() {
        // Given somebody who waits
        var places = IntStream.range(0, PLACES)
                .mapToObj(i -> placeOf(enter(1, WIDE)))
                .toList();
        var leaves = UniAssertSubscriber.<String>create();

        // When the cancel comes while the turn is on its way, past the operator that would have told the room
        room.during(ticket(2, WIDE), place -> {
                    leaves.cancel();
                    return Uni.createFrom().<String>nothing();
                })
                .subscribe()
                .withSubscriber(leaves);
        places.forEach(Place::leave);

        // Then
        assertThat(room.running()).isZero();
    }

    @Test
    void aProviderIsNotCrowdedThroughSeveralModels() {
        // Given a provider with two places for both of its models
        enter(1, "half-a");
        enter(2, "half-b");

        // When
        var third = enter(3, "half-a");

        // Then
        third.assertNotTerminated();
        enter(4, WIDE).assertCompleted();
    }

    @Test
    void aCallThatMovesToAnotherProviderTakesAPlaceThere() {
        // Given
        var moves = placeOf(enter(1, "half-a"));
        enter(2, "half-b");
        var waits = enter(3, "half-a");

        // When
        boolean moved = moves.moveTo("elsewhere", 1);

        // Then
        assertThat(moved).isTrue();
        var second = placeOf(waits);
        assertThat(second.moveTo("elsewhere", 1)).isFalse();
        moves.leave();
        assertThat(second.moveTo("elsewhere", 1)).isTrue();
        assertThat(moves.moveTo("elsewhere", 2)).isFalse();
    }

    @Test
    void morePlacesAreFoundWhenLanesAreLookedAtAgain() {
        // Given
        enter(1, NARROW);
        var waits = enter(2, NARROW);

        // When
        narrowPlaces.set(2);
        room.lookAgain();

        // Then
        waits.assertCompleted();
    }

    @Test
    void promptsThatEndAtOnceDoNotPileUp() {
        // Given
        var endless = new WaitingRoom(1, new FairQueue.Bounds(100_000, 100_000), this::lane, seen, clock);
        var first = placeOf(endless.enter(ticket(1, WIDE)).subscribe().withSubscriber(UniAssertSubscriber.create()));
        var done = new AtomicInteger();
        for (int i = 0; i < 50_000; i++) {
            endless.during(ticket(1 + i % 7, WIDE), place -> Uni.createFrom().item(done.incrementAndGet()))
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create());
        }

        // When
        first.leave();

        // Then
        assertThat(done).hasValue(50_000);
        assertThat(endless.running()).isZero();
    }

    @Test
    void manyThreadsLoseNothingAndCrowdNobody() throws InterruptedException {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        var busy = new WaitingRoom(PLACES, new FairQueue.Bounds(100_000, 100_000), this::lane, seen, clock);
        var active = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new AtomicInteger();

        // When
        var clients = IntStream.range(0, 4)
                .mapToObj(client -> Thread.ofPlatform().start(() -> {
                    var random = new Random(seed + client);
                    for (int i = 0; i < 2_000; i++) {
                        var subscriber = UniAssertSubscriber.<Integer>create();
                        busy.during(
                                        ticket(random),
                                        place -> Uni.createFrom().item(() -> {
                                            most.accumulateAndGet(active.incrementAndGet(), Math::max);
                                            active.decrementAndGet();
                                            return done.incrementAndGet();
                                        }))
                                .subscribe()
                                .withSubscriber(subscriber);
                        if (random.nextInt(4) == 0) {
                            subscriber.cancel();
                        }
                    }
                }))
                .toList();
        for (var client : clients) {
            client.join();
        }

        // Then
        assertThat(busy.running()).as("seed %d", seed).isZero();
        assertThat(busy.waiting()).as("seed %d", seed).isZero();
        assertThat(most.get()).as("seed %d", seed).isLessThanOrEqualTo(PLACES);
        assertThat(done.get()).as("seed %d", seed).isGreaterThan(5_000);
    }

    private Lane lane(String model) {
        return switch (model) {
            case NARROW -> new Lane(model, narrowPlaces.get(), "default", 100);
            case "half-a", "half-b" -> new Lane(model, 100, "half", AT_PROVIDER);
            default -> new Lane(model, 100, "default", 100);
        };
    }

    private UniAssertSubscriber<Place> enter(long account, String model) {
        return enter(ticket(account, model));
    }

    private UniAssertSubscriber<Place> enter(Ticket ticket) {
        return room.enter(ticket).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static Place placeOf(UniAssertSubscriber<Place> entered) {
        return Objects.requireNonNull(entered.assertCompleted().getItem());
    }

    private static RoomFullException refusalOf(UniAssertSubscriber<Place> entered) {
        return (RoomFullException)
                entered.assertFailedWith(RoomFullException.class).getFailure();
    }

    private Ticket ticket(long account, String model) {
        return new Ticket(PromptId.mint(clock.instant(), ids), new AccountId(account), 5, model);
    }

    private Ticket ticket(Random random) {
        return new Ticket(
                PromptId.mint(clock.instant(), random), new AccountId(1 + random.nextInt(9)), random.nextInt(10), WIDE);
    }
}
