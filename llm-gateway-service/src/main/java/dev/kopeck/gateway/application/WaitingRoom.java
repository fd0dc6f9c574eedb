package dev.kopeck.gateway.application;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.domain.FairQueue;
import dev.kopeck.gateway.domain.RoomFull;
import dev.kopeck.gateway.domain.Ticket;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where prompts wait until a model has a place for them, whichever door they came through. A place counts for the
 * instance, for the model and for its provider; {@link FairQueue} says whose turn it is.
 *
 * <p>Thread-safe. The lock is held for some map operations and never while anybody is told.
 */
public final class WaitingRoom {

    private static final Logger LOG = Logger.getLogger(WaitingRoom.class);
    private static final long RETRY_SECONDS_MAX = 60;
    /** The usual wait follows the last ones: each counts for an eighth. */
    private static final int MEMORY = 8;

    private final Lanes lanes;
    private final RoomMeasurements measurements;
    private final InstantSource clock;

    private final Object lock = new Object();
    private final FairQueue queue;
    private final Occupancy occupancy;
    private final Map<PromptId, Visit> waiting = new HashMap<>();
    private long usualWaitMillis;

    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final AtomicInteger announcing = new AtomicInteger();

    /** @param places prompts that are answered at the same time, for all models together */
    public WaitingRoom(
            int places, FairQueue.Bounds bounds, Lanes lanes, RoomMeasurements measurements, InstantSource clock) {
        this.queue = new FairQueue(bounds);
        this.occupancy = new Occupancy(places);
        this.lanes = lanes;
        this.measurements = measurements;
        this.clock = clock;
    }

    private record Turn(Visit visit, UniEmitter<? super Place> listener) {}

    /**
     * Emits when the prompt's turn has come and a place is free; fails with a {@link RoomFullException} where it may not
     * even wait. Who cancels while it waits leaves the queue. Where more is chained behind, use {@link #during} or {@link
     * #streaming}: they give the place back even where a cancel and the turn cross on their way.
     */
    public Uni<Place> enter(Ticket ticket) {
        return Uni.createFrom().deferred(() -> {
            var visit = visit(ticket);
            return visit.admitted().onCancellation().invoke(visit::leave);
        });
    }

    /** Does the work at a place, and gives the place back however it ends; fails as {@link #enter}. */
    public <T> Uni<T> during(Ticket ticket, Function<Place, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var visit = visit(ticket);
            return visit.admitted()
                    .chain(place -> work.apply(place))
                    .onTermination()
                    .invoke(visit::leave);
        });
    }

    /** Streams from a place, and gives the place back however the stream ends; fails as {@link #enter}. */
    public <T> Multi<T> streaming(Ticket ticket, Function<Place, Multi<T>> work) {
        return Multi.createFrom().deferred(() -> {
            var visit = visit(ticket);
            return visit.admitted()
                    .onItem()
                    .transformToMulti(work)
                    .onTermination()
                    .invoke(visit::leave);
        });
    }

    /** A stay of which the caller sees to the end: {@link Visit#leave} must be called, whatever happens. */
    public Visit visit(Ticket ticket) {
        return new Visit(this, ticket);
    }

    /** How many turns it takes until this prompt's, from 1; empty where it does not wait here. */
    public OptionalInt position(PromptId promptId) {
        synchronized (lock) {
            return queue.position(promptId);
        }
    }

    public int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }

    public int running() {
        synchronized (lock) {
            return occupancy.taken();
        }
    }

    /** To be called where {@link Lanes} have changed: there may be places for some who wait. */
    public void lookAgain() {
        synchronized (lock) {
            giveOut();
        }
        announce();
    }

    void arrive(Visit visit, UniEmitter<? super Place> listener) {
        RoomFull full = null;
        boolean atOnce;
        synchronized (lock) {
            if (visit.stage() != Visit.Stage.NEW) {
                return;
            }
            visit.waits(listener, clock.instant());
            // Whoever waits does so because there is no place for it: nobody is overtaken.
            var lane = lanes.of(visit.ticket().model());
            atOnce = occupancy.hasPlace(lane);
            if (atOnce) {
                place(visit, lane);
            } else {
                full = seat(visit);
            }
        }
        if (atOnce) {
            announceOne(new Turn(visit, listener));
        } else if (full != null) {
            measurements.refused(full);
            listener.fail(new RoomFullException(full, retryAfter()));
        }
    }

    void depart(Visit visit) {
        synchronized (lock) {
            switch (visit.stage()) {
                case NEW, GONE -> {}
                case WAITING -> {
                    queue.remove(visit.ticket().promptId());
                    waiting.remove(visit.ticket().promptId());
                }
                case PLACED -> {
                    occupancy.free(visit.ticket().model(), visit.provider());
                    giveOut();
                }
            }
            visit.goes();
        }
        announce();
    }

    boolean move(Visit visit, String provider, int providerPlaces) {
        boolean moves;
        synchronized (lock) {
            if (visit.stage() != Visit.Stage.PLACED || visit.provider().equals(provider)) {
                return visit.stage() == Visit.Stage.PLACED;
            }
            moves = occupancy.hasPlaceAt(provider, providerPlaces);
            if (moves) {
                occupancy.free(visit.ticket().model(), visit.provider());
                occupancy.take(visit.ticket().model(), provider);
                visit.changesTo(provider);
                giveOut();
            }
        }
        announce();
        return moves;
    }

    private @Nullable RoomFull seat(Visit visit) {
        var full = queue.add(visit.ticket()).orElse(null);
        if (full == null) {
            waiting.put(visit.ticket().promptId(), visit);
        } else {
            visit.goes();
        }
        return full;
    }

    private void place(Visit visit, Lane lane) {
        occupancy.take(visit.ticket().model(), lane.provider());
        visit.sits(lane.provider(), clock.instant());
    }

    private void giveOut() {
        while (occupancy.hasPlace()) {
            var next = queue.take(model -> occupancy.hasPlace(lanes.of(model)));
            if (next.isEmpty()) {
                return;
            }
            var visit = waiting.remove(next.get().promptId());
            var listener = visit == null ? null : visit.listener();
            if (visit != null && listener != null) {
                place(visit, lanes.of(next.get().model()));
                usualWaitMillis += (visit.waited().toMillis() - usualWaitMillis) / MEMORY;
                turns.add(new Turn(visit, listener));
            }
        }
    }

    /** One after the other, by one thread at a time: work that ends at once lets the next in, which must not pile up. */
    private void announce() {
        if (turns.isEmpty() || announcing.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            for (var turn = turns.poll(); turn != null; turn = turns.poll()) {
                announceOne(turn);
            }
            missed = announcing.addAndGet(-missed);
        } while (missed != 0);
    }

    private void announceOne(Turn turn) {
        measurements.admitted(turn.visit().waited());
        try {
            turn.visit().announce(turn.listener());
        } catch (RuntimeException broken) {
            LOG.errorf(
                    "A prompt's turn came and its work threw. promptId=%s cause=%s",
                    turn.visit().ticket().promptId(), broken.getClass().getName());
            turn.visit().leave();
        }
    }

    private Duration retryAfter() {
        long millis;
        synchronized (lock) {
            millis = usualWaitMillis;
        }
        return Duration.ofSeconds(Math.clamp((millis + 999) / 1000, 1, RETRY_SECONDS_MAX));
    }
}
