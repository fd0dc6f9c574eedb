package dev.kopeck.harness.simulators.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one request wishes to happen: magic words of its last user message, then what a test ordered over them. */
record Wishes(Map<ModelFault, Integer> numbers) {

    private static final int NUMBER_MAX = 1_000_000;
    private static final Pattern WORD = Pattern.compile("\\bsim:([a-z0-9-]{1,20})(?:=([\\w-]{1,64}))?");
    private static final Pattern WORD_AND_GAP = Pattern.compile("\\s*" + WORD);
    private static final String MARKER = "id";

    static final Wishes NONE = new Wishes(Map.of());

    Wishes {
        numbers = Collections.unmodifiableMap(new EnumMap<>(complete(numbers)));
    }

    static Wishes in(String text) {
        if (!text.contains("sim:")) {
            return NONE;
        }
        Map<ModelFault, Integer> found = new EnumMap<>(ModelFault.class);
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String number = words.group(2);
            ModelFault.named(words.group(1)).ifPresent(fault -> found.put(fault, numberOr(fault.usual(), number)));
        }
        return new Wishes(found);
    }

    /** The test's own name for a prompt, {@code sim:id=some-name}. */
    static Optional<String> markerIn(String text) {
        return WORD.matcher(text)
                .results()
                .filter(word -> MARKER.equals(word.group(1)) && word.group(2) != null)
                .map(word -> word.group(2))
                .findFirst();
    }

    /** What a person wrote, without the words that were meant for the simulator. */
    static String withoutMagic(String text) {
        return text.contains("sim:") ? WORD_AND_GAP.matcher(text).replaceAll("").strip() : text.strip();
    }

    Wishes and(Map<ModelFault, Integer> ordered) {
        if (ordered.isEmpty()) {
            return this;
        }
        Map<ModelFault, Integer> both = new EnumMap<>(complete(numbers));
        both.putAll(ordered);
        return new Wishes(both);
    }

    boolean has(ModelFault fault) {
        return numbers.containsKey(fault);
    }

    int numberOr(ModelFault fault, int otherwise) {
        return numbers.getOrDefault(fault, otherwise);
    }

    Optional<ModelFault> error() {
        return numbers.keySet().stream().filter(fault -> fault.status() > 0).findFirst();
    }

    private static int numberOr(int usual, String number) {
        if (number == null || !number.matches("\\d{1,7}")) {
            return usual;
        }
        return Math.min(NUMBER_MAX, Integer.parseInt(number));
    }

    /** EnumMap's copy constructor refuses an empty foreign map. */
    private static Map<ModelFault, Integer> complete(Map<ModelFault, Integer> numbers) {
        Map<ModelFault, Integer> copy = new EnumMap<>(ModelFault.class);
        copy.putAll(numbers);
        return copy;
    }
}
