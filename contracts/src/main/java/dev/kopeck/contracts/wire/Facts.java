package dev.kopeck.contracts.wire;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads facts from record headers, one at a time, and names the header in every complaint. */
record Facts(Map<String, String> headers) {

    /** CloudEvents extension attributes have lower-case names and this prefix in Kafka's binary mode. */
    static final String PREFIX = "ce_";

    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_QUOTE = 40;

    PromptId promptId() throws MalformedEventException {
        return converted("promptid", PromptId::parse, "a UUID of version 7");
    }

    Payer payer() throws MalformedEventException {
        return converted("payer", Payer::new, "telegram:<user id> or account:<account id>");
    }

    AccountId accountId() throws MalformedEventException {
        return converted("accountid", AccountId::parse, "a whole number of at least 1");
    }

    /** For facts that not every record has. */
    boolean isThere(String name) {
        return headers.containsKey(PREFIX + name);
    }

    Instant instant(String name) throws MalformedEventException {
        return converted(name, Instant::parse, "an RFC 3339 time");
    }

    boolean flag(String name) throws MalformedEventException {
        return text(name).equals("true");
    }

    String text(String name) throws MalformedEventException {
        return text(name, LONGEST_TEXT);
    }

    private String text(String name, int longest) throws MalformedEventException {
        var text = headers.get(PREFIX + name);
        if (text == null || text.isBlank()) {
            throw new MalformedEventException("header " + PREFIX + name + " is missing");
        }
        if (text.length() > longest) {
            throw new MalformedEventException(
                    "header %s%s is longer than %d characters".formatted(PREFIX, name, longest));
        }
        return text;
    }

    /** Says what was expected only where something else came: this runs some ten times per record. */
    long number(String name, long least, long most) throws MalformedEventException {
        var text = text(name);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, in the same words.
        }
        throw expected(name, text, "a whole number from %d to %d".formatted(least, most));
    }

    <E extends Enum<E>> E oneOf(String name, Class<E> type) throws MalformedEventException {
        var text = text(name);
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            var names =
                    Arrays.stream(type.getEnumConstants()).map(Facts::nameOf).collect(Collectors.joining(", "));
            throw expected(name, text, "one of " + names);
        }
    }

    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    <T> T converted(String name, Function<String, T> conversion, String expected) throws MalformedEventException {
        return converted(name, LONGEST_TEXT, conversion, expected);
    }

    /** @param longest in characters; for headers whose form has room for more than usual */
    <T> T converted(String name, int longest, Function<String, T> conversion, String expected)
            throws MalformedEventException {
        var text = text(name, longest);
        try {
            return conversion.apply(text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw expected(name, text, expected);
        }
    }

    private static MalformedEventException expected(String name, String text, String expected) {
        var quote = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
        return new MalformedEventException(
                "header %s%s must be %s but is \"%s\"".formatted(PREFIX, name, expected, quote));
    }
}
