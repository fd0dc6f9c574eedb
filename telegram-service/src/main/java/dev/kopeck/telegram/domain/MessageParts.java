package dev.kopeck.telegram.domain;

/**
 * Cuts a text into messages. Telegram counts UTF-16 units, as Java does, and drops white space at both ends of a
 * message, so cuts are made where dropping it is harmless: after a paragraph, a line, a word; only as a last resort
 * inside a word, and never inside a surrogate pair.
 *
 * @see <a href="https://core.telegram.org/bots/api#sendmessage">sendMessage: text of 1 to 4096 characters</a>
 */
public final class MessageParts {

    /** The longest message that Telegram takes, in UTF-16 units. */
    public static final int LONGEST = 4096;

    /** Kept free at the end of the last part, so that a footer always fits, whether it is known already or not. */
    public static final int FOOTER_ROOM = 160;

    /** Below this a cut at a nicer place would waste too much of the message. */
    private static final double FULL_ENOUGH = 0.5;

    private MessageParts() {}

    /** A piece of a text: from the first unit up to, and without, the last. */
    public record Part(int from, int upTo) {

        public String of(String text) {
            return text.substring(from, upTo).strip();
        }
    }

    /** The end of a text without the white space behind it, which nobody would see. */
    public static int end(String text) {
        return text.stripTrailing().length();
    }

    /**
     * The next message of a text of which {@code sent} units are sent.
     *
     * @param sent less than {@link #end}
     * @param longest the greatest length of a message, more than twice the footer's room
     */
    public static Part next(String text, int sent, int longest) {
        int end = end(text);
        int from = sent;
        while (Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        int left = end - from;
        if (left <= longest - FOOTER_ROOM) {
            return new Part(from, end);
        }
        int room = left <= longest ? longest - FOOTER_ROOM : longest;
        return new Part(from, cut(text, from, from + room));
    }

    private static int cut(String text, int from, int limit) {
        int earliest = from + (int) ((limit - from) * FULL_ENOUGH);
        for (String separator : new String[] {"\n\n", "\n", " "}) {
            int found = text.lastIndexOf(separator, limit - separator.length());
            if (found >= earliest) {
                return found + separator.length();
            }
        }
        return PlainText.cutBefore(text, limit);
    }
}
