package dev.kopeck.harness.simulators.telegram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * A streamed answer is edited a hundred times, and each version is kept for tests; beyond a budget, the histories of
 * the messages that were left alone the longest are given up. For the event loop only.
 */
final class EditHistories {

    private static final long CHARACTERS_MAX = 8_000_000;
    private static final long CHARACTERS_PER_VERSION = 300;
    private static final long CHARACTERS_PER_ENTITY = 200;

    private final SequencedMap<Key, Long> sizes = new LinkedHashMap<>();
    private long sum;

    record Key(long chatId, long messageId) {}

    /** The messages whose histories have to go for this one's. */
    List<Key> makeRoomFor(ChatMessage message) {
        Key key = new Key(message.chatId(), message.messageId());
        sum -= Objects.requireNonNullElse(sizes.remove(key), 0L);
        sizes.put(key, size(message));
        sum += size(message);
        List<Key> givenUp = new ArrayList<>();
        while (sum > CHARACTERS_MAX && sizes.size() > 1) {
            Map.Entry<Key, Long> oldest = sizes.pollFirstEntry();
            sum -= oldest.getValue();
            givenUp.add(oldest.getKey());
        }
        return givenUp;
    }

    void clear() {
        sizes.clear();
        sum = 0;
    }

    private static long size(ChatMessage message) {
        return message.versions().stream()
                .mapToLong(version -> CHARACTERS_PER_VERSION
                        + version.text().length()
                        + version.entities().size() * CHARACTERS_PER_ENTITY)
                .sum();
    }
}
