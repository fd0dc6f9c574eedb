package dev.kopeck.gateway.domain.relay;

/**
 * A part of some bytes.
 *
 * @param from of the first byte
 * @param to behind the last one
 */
public record Span(int from, int to) {

    public Span {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a span begins before it ends");
        }
    }
}
