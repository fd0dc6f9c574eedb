package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Ticket;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A prompt's stay in the {@link WaitingRoom}, from its arrival until it leaves.
 *
 * <pre>
 *   new ──admitted()──> waiting ──turn──> placed
 *    │        │            │                │
 *    │      (full)       leave()          leave()
 *    └──leave()─> gone <───┴────────────────┘
 * </pre>
 *
 * <p>Whoever cancels a chain of operators may lose an item on its way through them. So {@link #leave} is called when the
 * whole chain is over, and it frees whatever is held by then: the place in the queue, or the one at the model. The state
 * belongs to the room's lock.
 */
public final class Visit implements Place {

    enum Stage {
        NEW,
        WAITING,
        PLACED,
        GONE
    }

    private final WaitingRoom room;
    private final Ticket ticket;
    private Stage stage = Stage.NEW;
    private Instant arrivedAt = Instant.EPOCH;
    private volatile Duration waited = Duration.ZERO;
    private String provider = "";
    private @Nullable UniEmitter<? super Place> emitter;

    Visit(WaitingRoom room, Ticket ticket) {
        this.room = room;
        this.ticket = ticket;
    }

    /**
     * Waits. Emits this when the turn has come and a place is free, at once where one is; fails with a {@link
     * RoomFullException} where too many wait already. Never emits once this has left. Subscribe once.
     */
    public Uni<Place> admitted() {
        return Uni.createFrom().emitter(listener -> room.arrive(this, listener));
    }

    @Override
    public void leave() {
        room.depart(this);
    }

    @Override
    public Duration waited() {
        return waited;
    }

    @Override
    public boolean moveTo(String provider, int providerPlaces) {
        return room.move(this, provider, providerPlaces);
    }

    Ticket ticket() {
        return ticket;
    }

    Stage stage() {
        return stage;
    }

    String provider() {
        return provider;
    }

    void waits(UniEmitter<? super Place> listener, Instant now) {
        stage = Stage.WAITING;
        emitter = listener;
        arrivedAt = now;
    }

    void sits(String at, Instant now) {
        stage = Stage.PLACED;
        provider = at;
        waited = now.isBefore(arrivedAt) ? Duration.ZERO : Duration.between(arrivedAt, now);
    }

    void changesTo(String other) {
        provider = other;
    }

    void goes() {
        stage = Stage.GONE;
        emitter = null;
    }

    /** Outside the lock: what follows is anybody's. */
    void announce(UniEmitter<? super Place> listener) {
        listener.complete(this);
    }

    @Nullable UniEmitter<? super Place> listener() {
        return emitter;
    }
}
