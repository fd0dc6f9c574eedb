package dev.kopeck.harness.simulators.model;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** The last requests that a test named, as they came: proof of what a relay changes. Thread-safe. */
final class SeenBodies {

    private static final int KEPT_MAX = 200;

    private final SequencedMap<String, String> bodies = new LinkedHashMap<>();

    /** @param lastUserText whose {@code sim:id=…} names it; what nobody named is not kept */
    synchronized void keep(String lastUserText, String body) {
        Wishes.markerIn(lastUserText).ifPresent(marker -> {
            bodies.remove(marker);
            bodies.putLast(marker, body);
            if (bodies.size() > KEPT_MAX) {
                bodies.pollFirstEntry();
            }
        });
    }

    synchronized Optional<String> of(String marker) {
        return Optional.ofNullable(bodies.get(marker));
    }
}
