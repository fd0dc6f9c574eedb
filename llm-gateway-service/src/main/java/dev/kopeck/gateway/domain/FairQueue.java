package dev.kopeck.gateway.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Prompts that wait for a place at a model. Accounts take turns, each one prompt in a round; within an account a higher
 * priority goes first, and the older prompt within a priority. So however many prompts an account has waiting, another
 * one's first prompt is behind at most one of them.
 *
 * <p>A model without a free place holds up nobody who wants another one: an account whose models are all taken keeps
 * its turn until one is free.
 *
 * <p>Adding, taking and removing cost O(log n) in those that wait, and a step for each model that is waited for. Not
 * thread-safe.
 */
public final class FairQueue {

    private final Bounds bounds;
    private final Map<PromptId, Waiting> waiting = new HashMap<>();
    private final Map<AccountId, Line> lines = new HashMap<>();
    /** For each model that is waited for the accounts that do, by their turns. */
    private final Map<String, NavigableMap<Long, Line>> turns = new HashMap<>();

    private long lastTurn;
    private long lastArrival;
    private int refusable;

    public FairQueue(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * How many may wait. Counts those that may be refused only: the others are bounded by who lets them in.
     *
     * @param waitingMax in total
     * @param perAccountMax of one account
     */
    public record Bounds(int waitingMax, int perAccountMax) {

        public Bounds {
            if (waitingMax < 0 || perAccountMax < 0) {
                throw new IllegalArgumentException("nobody waits in less than no room");
            }
        }
    }

    /**
     * Puts a prompt behind the others of its account.
     *
     * @return why it may not wait; empty where it does now
     * @throws IllegalStateException where the prompt waits already
     */
    public Optional<RoomFull> add(Ticket ticket) {
        if (waiting.containsKey(ticket.promptId())) {
            throw new IllegalStateException("prompt " + ticket.promptId() + " waits already");
        }
        var full = ticket.refusable() ? full(lines.get(ticket.accountId())) : null;
        if (full == null) {
            seat(ticket);
        }
        return Optional.ofNullable(full);
    }

    /**
     * Takes out whose turn it is.
     *
     * @param hasPlace whether a model has a free place; asked at most twice for each model that is waited for
     */
    public Optional<Ticket> take(Predicate<String> hasPlace) {
        var line = next(hasPlace);
        if (line == null) {
            return Optional.empty();
        }
        var taken = line.first(hasPlace);
        unseat(taken);
        moveToTheEnd(line);
        return Optional.of(taken.ticket());
    }

    /** Takes a prompt out whose turn has not come. */
    public Optional<Ticket> remove(PromptId promptId) {
        var found = waiting.get(promptId);
        if (found == null) {
            return Optional.empty();
        }
        unseat(found);
        return Optional.of(found.ticket());
    }

    /**
     * How many turns it takes until this one's, from 1, if nobody comes or leaves and every model has a place. Empty where
     * it does not wait. For people who ask, not for the way of a prompt: it looks at each account once.
     */
    public OptionalInt position(PromptId promptId) {
        var found = waiting.get(promptId);
        if (found == null) {
            return OptionalInt.empty();
        }
        var own = found.line();
        int rounds = own.before(found.order());
        int before = rounds;
        for (var other : lines.values()) {
            if (other != own) {
                before += Math.min(other.size, other.turn < own.turn ? rounds + 1 : rounds);
            }
        }
        return OptionalInt.of(before + 1);
    }

    public int size() {
        return waiting.size();
    }

    private @Nullable RoomFull full(@Nullable Line line) {
        if ((line == null ? 0 : line.refusable) >= bounds.perAccountMax()) {
            return RoomFull.ACCOUNT_QUEUE_FULL;
        }
        return refusable >= bounds.waitingMax() ? RoomFull.QUEUE_FULL : null;
    }

    private void seat(Ticket ticket) {
        var line = lines.computeIfAbsent(ticket.accountId(), id -> new Line(++lastTurn));
        var seated = new Waiting(ticket, new Order(ticket.priority(), ++lastArrival), line);
        waiting.put(ticket.promptId(), seated);
        line.add(seated);
        turnsFor(ticket.model()).put(line.turn, line);
        refusable += ticket.refusable() ? 1 : 0;
    }

    private void unseat(Waiting seated) {
        var ticket = seated.ticket();
        var line = seated.line();
        waiting.remove(ticket.promptId());
        refusable -= ticket.refusable() ? 1 : 0;
        if (line.remove(seated)) {
            dropTurn(ticket.model(), line);
        }
        if (line.size == 0) {
            lines.remove(ticket.accountId());
        }
    }

    private @Nullable Line next(Predicate<String> hasPlace) {
        Line next = null;
        for (var model : turns.entrySet()) {
            var first = model.getValue().firstEntry().getValue();
            if ((next == null || first.turn < next.turn) && hasPlace.test(model.getKey())) {
                next = first;
            }
        }
        return next;
    }

    private void moveToTheEnd(Line line) {
        line.models.keySet().forEach(model -> dropTurn(model, line));
        line.turn = ++lastTurn;
        line.models.keySet().forEach(model -> turnsFor(model).put(line.turn, line));
    }

    private NavigableMap<Long, Line> turnsFor(String model) {
        return turns.computeIfAbsent(model, name -> new TreeMap<>());
    }

    private void dropTurn(String model, Line line) {
        var accounts = turnsFor(model);
        accounts.remove(line.turn);
        if (accounts.isEmpty()) {
            turns.remove(model);
        }
    }

    private record Waiting(Ticket ticket, Order order, Line line) {}

    /** Higher priorities first, then who came first. */
    private record Order(int priority, long arrival) implements Comparable<Order> {

        @Override
        public int compareTo(Order other) {
            int byPriority = Integer.compare(other.priority, priority);
            return byPriority == 0 ? Long.compare(arrival, other.arrival) : byPriority;
        }
    }

    /** What waits of one account, by model. */
    private static final class Line {

        private final Map<String, NavigableMap<Order, Waiting>> models = new HashMap<>();
        private long turn;
        private int size;
        private int refusable;

        Line(long turn) {
            this.turn = turn;
        }

        void add(Waiting seated) {
            models.computeIfAbsent(seated.ticket().model(), name -> new TreeMap<>())
                    .put(seated.order(), seated);
            size++;
            refusable += seated.ticket().refusable() ? 1 : 0;
        }

        /** Whether the account waits for that model no longer. */
        boolean remove(Waiting seated) {
            var model = seated.ticket().model();
            var ofModel = models.getOrDefault(model, new TreeMap<>());
            ofModel.remove(seated.order());
            size--;
            refusable -= seated.ticket().refusable() ? 1 : 0;
            return ofModel.isEmpty() && models.remove(model) != null;
        }

        /** Only asked where there is one. */
        Waiting first(Predicate<String> hasPlace) {
            return models.entrySet().stream()
                    .filter(model -> hasPlace.test(model.getKey()))
                    .map(model -> model.getValue().firstEntry().getValue())
                    .min((one, other) -> one.order().compareTo(other.order()))
                    .orElseThrow();
        }

        int before(Order order) {
            return models.values().stream()
                    .mapToInt(ofModel -> ofModel.headMap(order).size())
                    .sum();
        }
    }
}
