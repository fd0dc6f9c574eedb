package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.domain.relay.Observed;
import dev.kopeck.tokens.TokenCounter;

/**
 * What of one answer was delivered. Counts while it grows, but only as often as the limit could have been reached: no text
 * has more tokens than bytes. Not thread-safe.
 */
final class Delivered {

    /** UTF-8 bytes of a UTF-16 unit at most. */
    private static final int BYTES_PER_CHAR = 3;
    /** How much longer an answer may be by a count that is not its model's own. */
    private static final double TOLERANCE_UNKNOWN = 1.25;

    private static final double TOLERANCE_EXACT = 1.02;
    private static final int TOLERANCE_TOKENS = 8;

    private final TokenCounter counter;
    private final String model;
    private final long limit;
    private final StringBuilder text = new StringBuilder();
    private boolean any;
    private long counted;
    private int countedTo;

    /** @param limit tokens that were granted */
    Delivered(TokenCounter counter, String model, long limit) {
        this.counter = counter;
        this.model = model;
        double tolerance = counter.isExact(model) ? TOLERANCE_EXACT : TOLERANCE_UNKNOWN;
        this.limit = (long) (limit * tolerance) + TOLERANCE_TOKENS;
    }

    /** Whether the answer is still within its limit, with some tolerance for counts that differ. */
    boolean add(Observed observed) {
        any |= observed.delivered();
        text.append(observed.text());
        if (BYTES_PER_CHAR * (long) (text.length() - countedTo) < limit - counted) {
            return true;
        }
        counted += counter.countText(model, text.substring(countedTo));
        countedTo = text.length();
        return counted <= limit;
    }

    boolean isAnything() {
        return any;
    }

    /** The tokens of all of it. */
    long tokens() {
        return counter.countText(model, text.toString());
    }
}
