package dev.kopeck.harness.simulators;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code --name value} pairs of a command line, each with an environment variable behind it. */
final class Arguments {

    private final Map<String, String> given;
    private final Map<String, String> environment;
    private final String prefix;

    private Arguments(Map<String, String> given, Map<String, String> environment, String prefix) {
        this.given = given;
        this.environment = environment;
        this.prefix = prefix;
    }

    /**
     * @param prefix of the environment variables: {@code --first-token-delay-ms} falls back to
     *     {@code <prefix>FIRST_TOKEN_DELAY_MS}
     */
    static Arguments of(List<String> words, Map<String, String> environment, String prefix, Set<String> names) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            String name = words.get(i).startsWith("--") ? words.get(i).substring(2) : "";
            if (!names.contains(name)) {
                throw new UsageException("unknown argument " + words.get(i) + "; known are --"
                        + String.join(", --", names.stream().sorted().toList()));
            }
            if (i + 1 == words.size()) {
                throw new UsageException(words.get(i) + " needs a value");
            }
            given.put(name, words.get(i + 1));
        }
        return new Arguments(given, environment, prefix);
    }

    Optional<String> text(String name) {
        String variable = prefix + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
        return Optional.ofNullable(given.getOrDefault(name, environment.get(variable)))
                .filter(value -> !value.isBlank());
    }

    int number(String name, int otherwise) {
        String text = text(name).orElse(Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number < 0) {
                throw new UsageException("--" + name + " is at least 0");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new UsageException("--" + name + " is a number, not " + text, e);
        }
    }
}
