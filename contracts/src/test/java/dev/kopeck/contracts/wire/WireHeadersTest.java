package dev.kopeck.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireHeadersTest {

    /** As a Kafka client has them. */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    private record Header(String key, byte @Nullable [] value) {}

    @Test
    void ofSeveralWithOneNameTheLastCounts() {
        // Given
        var headers = List.of(header("a", "first"), header("b", "other"), header("a", "last"));
        // When
        var texts = WireHeaders.texts(headers, Header::key, Header::value);
        // Then
        assertThat(texts).containsOnly(Map.entry("a", "last"), Map.entry("b", "other"));
    }

    @Test
    void aHeaderWithoutAValueIsAsGoodAsNone() {
        // Given
        var headers = List.of(header("a", "kept"), new Header("a", null), new Header("b", null));
        // When
        var texts = WireHeaders.texts(headers, Header::key, Header::value);
        // Then
        assertThat(texts).containsOnly(Map.entry("a", "kept"));
    }

    @Test
    void textsAreUtf8() {
        // When
        var texts = WireHeaders.texts(List.of(header("a", "копейка")), Header::key, Header::value);
        // Then
        assertThat(texts).containsEntry("a", "копейка");
    }

    private static Header header(String key, String text) {
        return new Header(key, WireHeaders.bytes(text));
    }
}
