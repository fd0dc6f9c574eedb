package dev.kopeck.billing.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.validation.Validation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A group of settings in a file of its own, and what holds of every such group: each key has a default, a bound that is
 * kept, and a sentence of documentation. Keys are as they are configured, without the group's prefix.
 */
final class ConfigGroup<T> {

    private final Class<T> type;
    private final String prefix;
    private final Function<BillingConfig, T> group;

    /** @param prefix all that comes before a key, with its last dot */
    ConfigGroup(Class<T> type, String prefix, Function<BillingConfig, T> group) {
        this.type = type;
        this.prefix = prefix;
        this.group = group;
    }

    /** The group as these settings give it, everything else at its default; bounds are not looked at. */
    T with(Map<String, String> settings) {
        var prefixed = settings.entrySet().stream()
                .collect(Collectors.toMap(entry -> prefix + entry.getKey(), Map.Entry::getValue));
        return group.apply(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BillingConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 500))
                .build()
                .getConfigMapping(BillingConfig.class));
    }

    /** What every key is without any setting, by its name in the source; without what groups within it hold. */
    void assertDefaults(Map<String, Object> defaults) {
        var plain = with(Map.of());
        var values = new TreeMap<String, Object>();
        for (var method : type.getDeclaredMethods()) {
            if (!isGroup(method)) {
                values.put(method.getName(), value(plain, method));
            }
        }
        assertThat(values).isEqualTo(new TreeMap<>(defaults));
    }

    void assertOutOfBounds(String key, String value) throws ReflectiveOperationException {
        var set = with(Map.of(key, value));
        var method = type.getMethod(camelCase(key));
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            assertThat(factory.getValidator().forExecutables().validateReturnValue(set, method, value(set, method)))
                    .as(prefix + key + "=" + value)
                    .hasSize(1);
        }
    }

    /** @param others what has to be there besides */
    void assertUnreadable(String key, String value, Map<String, String> others) {
        var settings = new TreeMap<>(others);
        settings.put(key, value);
        assertThatThrownBy(() -> with(settings)).hasStackTraceContaining(prefix + key);
    }

    /** Each key, those of groups within it too, stands below the end of its Javadoc, with annotations between. */
    void assertDocumented() throws IOException {
        var source =
                Files.readString(Path.of("src/main/java/dev/kopeck/billing/config/" + type.getSimpleName() + ".java"));
        Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()))
                .flatMap(declaring -> Arrays.stream(declaring.getDeclaredMethods()))
                .forEach(method -> assertThat(source)
                        .as("Javadoc of " + method.getName())
                        .containsPattern("\\*/\\n( +@.*\\n)* +.*\\b" + method.getName() + "\\(\\);"));
    }

    private boolean isGroup(Method method) {
        return method.getReturnType().getEnclosingClass() == type;
    }

    private Object value(T set, Method method) {
        try {
            return Objects.requireNonNull(method.invoke(set));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method + " cannot be read", e);
        }
    }

    private static String camelCase(String key) {
        var words = key.split("-", -1);
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .collect(Collectors.joining());
    }
}
