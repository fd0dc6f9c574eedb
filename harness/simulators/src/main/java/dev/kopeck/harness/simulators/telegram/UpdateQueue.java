package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kopeck.harness.simulators.http.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Updates that wait for the bot, oldest first. One leaves only when a getUpdates asks for an offset above it, or after
 * 24 hours (https://core.telegram.org/bots/api#getting-updates). For the event loop only.
 */
final class UpdateQueue {

    private static final Duration LIFE = Duration.ofHours(24);
    private static final Set<String> NOT_BY_DEFAULT =
            Set.of("chat_member", "message_reaction", "message_reaction_count");

    private final Clock clock;
    private final TreeMap<Long, SimulatedUpdate> waiting = new TreeMap<>();
    private List<String> allowed = List.of();
    private long nextId;

    UpdateQueue(Clock clock, long firstId) {
        this.clock = clock;
        this.nextId = firstId;
    }

    /** Empty where the bot did not ask for updates of this type. */
    Optional<SimulatedUpdate> add(String type, JsonNode body) {
        if (!isAllowed(type)) {
            return Optional.empty();
        }
        return Optional.of(put(nextId, type, body));
    }

    /** Any update under any id, for tests: a repeated or a nonsensical one. */
    SimulatedUpdate put(long updateId, String type, JsonNode body) {
        SimulatedUpdate update = new SimulatedUpdate(updateId, type, body, clock.millis());
        waiting.put(updateId, update);
        nextId = Math.max(nextId, updateId + 1);
        return update;
    }

    /**
     * Whether this is new. Sticks until it is changed, and is not for what waits already. Empty is all but the three
     * rare types.
     */
    boolean allow(List<String> types) {
        boolean changes = !allowed.equals(types);
        allowed = List.copyOf(types);
        return changes;
    }

    /** Whether anything left the queue. */
    boolean confirm(long offset) {
        int before = waiting.size();
        if (offset > 0) {
            waiting.headMap(offset).clear();
        } else if (offset < 0) {
            while (waiting.size() > -offset) {
                waiting.pollFirstEntry();
            }
        }
        long oldest = clock.millis() - LIFE.toMillis();
        waiting.values().removeIf(update -> update.atMs() < oldest);
        return waiting.size() < before;
    }

    ArrayNode first(int limit) {
        ArrayNode first = Json.MAPPER.createArrayNode();
        waiting.values().stream().limit(limit).forEach(update -> first.add(update.json()));
        return first;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    List<SimulatedUpdate> all() {
        return new ArrayList<>(waiting.values());
    }

    void clear() {
        waiting.clear();
    }

    long nextId() {
        return nextId;
    }

    List<String> allowed() {
        return allowed;
    }

    void restore(List<SimulatedUpdate> updates, long nextUpdateId, List<String> allowedTypes) {
        updates.forEach(update -> waiting.put(update.updateId(), update));
        nextId = nextUpdateId;
        allowed = List.copyOf(allowedTypes);
    }

    private boolean isAllowed(String type) {
        return allowed.isEmpty() ? !NOT_BY_DEFAULT.contains(type) : allowed.contains(type);
    }
}
