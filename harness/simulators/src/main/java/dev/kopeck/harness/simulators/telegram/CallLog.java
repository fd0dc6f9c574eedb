package dev.kopeck.harness.simulators.telegram;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest calls, as many as fit a small heap. For the event loop only. */
final class CallLog {

    private static final int CALLS_MAX = 20_000;
    private static final long CHARACTERS_MAX = 8_000_000;
    private static final long CHARACTERS_PER_CALL = 500;

    private final Deque<ApiCall> calls = new ArrayDeque<>();
    private long characters;

    void add(ApiCall call) {
        calls.addLast(call);
        characters += size(call);
        while (calls.size() > CALLS_MAX || (characters > CHARACTERS_MAX && calls.size() > 1)) {
            characters -= size(calls.removeFirst());
        }
    }

    List<ApiCall> all() {
        return List.copyOf(calls);
    }

    void clear() {
        calls.clear();
        characters = 0;
    }

    private static long size(ApiCall call) {
        return CHARACTERS_PER_CALL
                + call.parameters().path("text").asText("").length()
                + call.parameters().path("entities").size() * CHARACTERS_PER_CALL / 2;
    }
}
