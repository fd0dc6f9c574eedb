package dev.kopeck.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random histories, each step beside a queue that is too simple to be wrong. */
class FairQueuePropertyTest {

    private static final int HISTORIES = 200;
    private static final int STEPS = 400;
    private static final List<String> MODELS = List.of("a", "b", "c");

    @Test
    void aQueueDoesWhatTheNaiveOneDoes() {
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        for (int history = 0; history < HISTORIES; history++) {
            try {
                new History(new Random(seed + history)).run();
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError(
                        "Wrong with -Dkopeck.seed=" + (seed + history) + ": " + wrong.getMessage(), wrong);
            }
        }
    }

    /** One queue's life. */
    private static final class History {

        private final Random random;
        private final FairQueue.Bounds bounds;
        private final FairQueue queue;
        private final NaiveQueue naive;
        private final List<Ticket> added = new ArrayList<>();
        private final Set<PromptId> gone = new HashSet<>();

        History(Random random) {
            this.random = random;
            this.bounds = new FairQueue.Bounds(random.nextInt(60), 1 + random.nextInt(20));
            this.queue = new FairQueue(bounds);
            this.naive = new NaiveQueue(bounds);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2, 3 -> add();
                    case 4, 5, 6 -> take(randomPlaces());
                    default -> remove();
                }
                check();
            }
            while (queue.size() > 0) {
                take(model -> true);
            }
            assertThat(gone).hasSameSizeAs(added);
        }

        private void add() {
            int account = random.nextInt(2) == 0 ? 0 : random.nextInt(12);
            var ticket = new Ticket(
                    PromptId.mint(Instant.EPOCH, random),
                    new AccountId(1 + account),
                    random.nextInt(10),
                    MODELS.get(random.nextInt(MODELS.size())),
                    random.nextInt(10) > 0);
            var full = queue.add(ticket);
            assertThat(full).isEqualTo(naive.add(ticket));
            if (full.isEmpty()) {
                added.add(ticket);
            }
        }

        private void take(Predicate<String> hasPlace) {
            var taken = queue.take(hasPlace);
            assertThat(taken).isEqualTo(naive.take(hasPlace));
            taken.ifPresent(ticket -> assertThat(gone.add(ticket.promptId())).isTrue());
        }

        private void remove() {
            if (!added.isEmpty()) {
                var any = added.get(random.nextInt(added.size())).promptId();
                var removed = queue.remove(any);
                assertThat(removed).isEqualTo(naive.remove(any));
                removed.ifPresent(
                        ticket -> assertThat(gone.add(ticket.promptId())).isTrue());
            }
        }

        private void check() {
            assertThat(queue.size()).isEqualTo(naive.waiting.size());
            assertThat(naive.refusable(ticket -> true)).isLessThanOrEqualTo(bounds.waitingMax());
            if (!naive.waiting.isEmpty()) {
                var any = naive.waiting.get(random.nextInt(naive.waiting.size()));
                assertThat(queue.position(any.promptId())).hasValue(naive.position(any));
            }
        }

        private Predicate<String> randomPlaces() {
            int free = random.nextInt(1 << MODELS.size());
            return model -> (free & (1 << MODELS.indexOf(model))) != 0;
        }
    }

    /** Lists, searched from their beginning. */
    private static final class NaiveQueue {

        private final FairQueue.Bounds bounds;
        private final List<Ticket> waiting = new ArrayList<>();
        private final List<AccountId> rotation = new ArrayList<>();

        NaiveQueue(FairQueue.Bounds bounds) {
            this.bounds = bounds;
        }

        NaiveQueue(NaiveQueue other) {
            this.bounds = other.bounds;
            this.waiting.addAll(other.waiting);
            this.rotation.addAll(other.rotation);
        }

        Optional<RoomFull> add(Ticket ticket) {
            if (ticket.refusable()) {
                if (refusable(other -> other.accountId().equals(ticket.accountId())) >= bounds.perAccountMax()) {
                    return Optional.of(RoomFull.ACCOUNT_QUEUE_FULL);
                }
                if (refusable(other -> true) >= bounds.waitingMax()) {
                    return Optional.of(RoomFull.QUEUE_FULL);
                }
            }
            waiting.add(ticket);
            if (!rotation.contains(ticket.accountId())) {
                rotation.add(ticket.accountId());
            }
            return Optional.empty();
        }

        Optional<Ticket> take(Predicate<String> hasPlace) {
            for (var account : List.copyOf(rotation)) {
                var best = waiting.stream()
                        .filter(ticket -> ticket.accountId().equals(account) && hasPlace.test(ticket.model()))
                        .max(Comparator.comparingInt(Ticket::priority)
                                .thenComparing(Comparator.comparingInt(this::age)));
                if (best.isPresent()) {
                    rotation.remove(account);
                    rotation.add(account);
                    drop(best.get());
                    return best;
                }
            }
            return Optional.empty();
        }

        Optional<Ticket> remove(PromptId promptId) {
            var found = waiting.stream()
                    .filter(ticket -> ticket.promptId().equals(promptId))
                    .findFirst();
            found.ifPresent(this::drop);
            return found;
        }

        /** By serving everybody before it. */
        int position(Ticket ticket) {
            var copy = new NaiveQueue(this);
            return IntStream.iterate(1, turn -> turn + 1)
                    .filter(turn -> copy.take(model -> true).equals(Optional.of(ticket)))
                    .findFirst()
                    .orElseThrow();
        }

        long refusable(Predicate<Ticket> which) {
            return waiting.stream().filter(Ticket::refusable).filter(which).count();
        }

        private int age(Ticket ticket) {
            return waiting.size() - waiting.indexOf(ticket);
        }

        private void drop(Ticket ticket) {
            waiting.remove(ticket);
            if (waiting.stream().noneMatch(other -> other.accountId().equals(ticket.accountId()))) {
                rotation.remove(ticket.accountId());
            }
        }
    }
}
