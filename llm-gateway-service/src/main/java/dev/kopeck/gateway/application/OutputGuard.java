package dev.kopeck.gateway.application;

import dev.kopeck.tokens.TokenCounter;

/**
 * Lets an answer through up to its limit, whatever the provider sends. The end is found by counting as little as possible: no
 * tokenizer makes more tokens than there are UTF-8 bytes, so nothing is counted until the bytes since the last count could
 * reach what is left; then those bytes alone, and the whole only where that says the limit is passed, since two pieces may
 * have a token more than both together. So a character is counted a few times however small the pieces are.
 *
 * <p>A model whose tokenizer is not here gets half as much again: a provider that keeps the limit by its own count must not
 * be cut by ours. Not thread-safe; one for each answer, and for each choice of it.
 */
public final class OutputGuard {

    /** Recounts of the whole are worth it at the end only; a provider that provokes more of them gets the rougher count. */
    private static final int RECOUNTS_MAX = 32;

    private static final int UNKNOWN_SHARE = 2;

    private final TokenCounter counter;
    private final String model;
    private final long allowed;
    private final StringBuilder text = new StringBuilder();

    private int countedChars;
    private long countedTokens;
    private long bytesSince;
    private int recounts;
    private boolean closed;

    /**
     * @param model what the provider calls it
     * @param limit tokens that were granted
     */
    public OutputGuard(TokenCounter counter, String model, long limit) {
        this.counter = counter;
        this.model = model;
        this.allowed = counter.isExact(model) ? limit : limit + limit / UNKNOWN_SHARE;
    }

    /**
     * What of this piece is let through: all of it until the limit is passed, then its beginning that fits, then nothing.
     */
    public String admit(String piece) {
        if (closed) {
            return "";
        }
        if (fits(piece)) {
            text.append(piece);
            return piece;
        }
        closed = true;
        var rest = counter.beginning(model, piece, allowed - countedTokens);
        text.append(rest);
        return rest;
    }

    /** Whether the limit is passed: the call may be ended. */
    public boolean isClosed() {
        return closed;
    }

    /** Everything that was let through. */
    public CharSequence text() {
        return text;
    }

    private boolean fits(String piece) {
        bytesSince += utf8Bytes(piece);
        return countedTokens + bytesSince <= allowed || fitsByPiece(piece) || fitsAsAWhole(piece);
    }

    private boolean fitsByPiece(String piece) {
        long since = counter.countText(model, text.substring(countedChars) + piece);
        boolean fits = countedTokens + since <= allowed;
        if (fits) {
            counted(countedTokens + since, piece);
        }
        return fits;
    }

    private boolean fitsAsAWhole(String piece) {
        if (++recounts > RECOUNTS_MAX) {
            return false;
        }
        long whole = counter.countText(model, text + piece);
        boolean fits = whole <= allowed;
        if (fits) {
            counted(whole, piece);
        } else {
            countedTokens = counter.countText(model, text.toString());
        }
        return fits;
    }

    private void counted(long tokens, String piece) {
        countedTokens = tokens;
        countedChars = text.length() + piece.length();
        bytesSince = 0;
    }

    private static long utf8Bytes(String piece) {
        long bytes = 0;
        for (int i = 0; i < piece.length(); i++) {
            char unit = piece.charAt(i);
            bytes += utf8Bytes(unit);
        }
        return bytes;
    }

    /** Each half of a pair counts for two of its four bytes; a half alone becomes a question mark, one byte. */
    private static int utf8Bytes(char unit) {
        if (unit < 0x80) {
            return 1;
        }
        return (unit < 0x800 || Character.isSurrogate(unit)) ? 2 : 3;
    }
}
