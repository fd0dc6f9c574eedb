package dev.kopeck.gateway.application.relay;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The answers that this gateway relays right now. Thread-safe. */
public final class RelaySessions {

    private final Set<RelaySession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    void add(RelaySession session) {
        sessions.add(session);
    }

    void remove(RelaySession session) {
        sessions.remove(session);
    }

    /** Looks at the time of every answer. */
    public void tick(Instant now, RelaySettings settings) {
        sessions.forEach(session -> session.tick(now, settings));
    }

    /** Takes no further requests; those that run go on. */
    public void refuseNew() {
        stopping = true;
    }

    /** Breaks off what still runs: it is settled for what was delivered. */
    public void stopAll() {
        stopping = true;
        sessions.forEach(RelaySession::stopLater);
    }

    boolean isStopping() {
        return stopping;
    }

    public int count() {
        return sessions.size();
    }
}
