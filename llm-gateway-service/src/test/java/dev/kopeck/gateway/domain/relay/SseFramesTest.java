package dev.kopeck.gateway.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream may be cut anywhere by the network, in the middle of a character or of a line's end too. */
class SseFramesTest {

    private static final List<String> EVENTS = List.of(
            "data: {\"a\":\"Grüße, 世界\"}\n\n",
            ": a sign of life\n\n",
            "event: x\ndata: 1\ndata: 2\n\n",
            "data: [DONE]\n\n");

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void eventsAreTheSameWhereverTheStreamIsCut(String lineEnd) {
        // Given
        var events = EVENTS.stream().map(event -> event.replace("\n", lineEnd)).toList();
        byte[] stream = String.join("", events).getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second += 3) {
                // When
                var seen = cut(stream, first, second);
                // Then
                assertThat(seen).isEqualTo(events);
            }
        }
    }

    @Test
    void everyByteIsInOneEvent() {
        // Given
        var frames = new SseFrames(1000);
        // When
        var seen = texts(frames.feed("\n\ndata: 1\n\n\n\ndata: cut o".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(String.join("", seen) + new String(frames.rest(), StandardCharsets.UTF_8))
                .isEqualTo("\n\ndata: 1\n\n\n\ndata: cut o");
    }

    @Test
    void anEventWithoutEndIsNotKeptForEver() {
        // Given
        var frames = new SseFrames(100);
        // When / Then
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        frames.feed("0123456789".getBytes(StandardCharsets.UTF_8));
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("100 bytes");
    }

    /** A lone CR may be half of a CRLF: what it ends is known with the next byte, or at the stream's end. */
    private static List<String> cut(byte[] stream, int first, int second) {
        var frames = new SseFrames(10_000);
        var seen = new ArrayList<String>();
        seen.addAll(texts(frames.feed(Arrays.copyOfRange(stream, 0, first))));
        seen.addAll(texts(frames.feed(Arrays.copyOfRange(stream, first, second))));
        seen.addAll(texts(frames.feed(Arrays.copyOfRange(stream, second, stream.length))));
        var rest = new String(frames.rest(), StandardCharsets.UTF_8);
        if (!rest.isEmpty()) {
            seen.add(rest);
        }
        return seen;
    }

    private static List<String> texts(List<byte[]> frames) {
        return frames.stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }
}
