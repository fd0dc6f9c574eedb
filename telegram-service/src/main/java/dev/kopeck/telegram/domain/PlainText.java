package dev.kopeck.telegram.domain;

/** Text that every part of Kopeck can store and send. */
public final class PlainText {

    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /**
     * Removes NUL, which PostgreSQL cannot store, and replaces halves of surrogate pairs, which are no characters in
     * UTF-8. Everything else stays as it is.
     */
    public static String clean(String text) {
        return isClean(text) ? text : rewritten(text);
    }

    /** Where to cut so that at most {@code end} units stay and no surrogate pair is torn. */
    public static int cutBefore(String text, int end) {
        if (end >= text.length()) {
            return text.length();
        }
        boolean insidePair = end > 0
                && Character.isHighSurrogate(text.charAt(end - 1))
                && Character.isLowSurrogate(text.charAt(end));
        return insidePair ? end - 1 : end;
    }

    private static boolean isClean(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || isLoneSurrogate(c));
    }

    private static String rewritten(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints().filter(c -> c != 0).forEach(c -> clean.appendCodePoint(isLoneSurrogate(c) ? REPLACEMENT : c));
        return clean.toString();
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
