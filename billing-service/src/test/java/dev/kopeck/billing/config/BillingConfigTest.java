package dev.kopeck.billing.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.money.Nanos;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.validation.Validation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every setting has a tested default, a bound and a sentence of documentation. */
class BillingConfigTest {

    private static final Map<String, Object> DEFAULTS = Map.ofEntries(
            Map.entry("welcomeGrant", Nanos.parse("1.00")),
            Map.entry("lowBalance", Optional.of(Nanos.parse("0.10"))),
            Map.entry("holdTtl", Duration.ofMinutes(15)),
            Map.entry("outputFloorTokens", 64),
            Map.entry("sweepInterval", Duration.ofSeconds(5)),
            Map.entry("sweepBatch", 500),
            Map.entry("overdueGrace", Duration.ofMinutes(1)),
            Map.entry("relayInterval", Duration.ofMillis(200)),
            Map.entry("relayBatch", 500),
            Map.entry("priceRefresh", Duration.ofMillis(500)),
            Map.entry("priceCacheSize", 10_000),
            Map.entry("payerCacheSize", 100_000),
            Map.entry("statementTimeout", Duration.ofSeconds(10)),
            Map.entry("retryFirstPause", Duration.ofMillis(100)),
            Map.entry("retryLongestPause", Duration.ofSeconds(5)),
            Map.entry("initialPrices", Map.of()));

    @Test
    void everyKeyHasItsDefault() {
        assertThat(values(config(Map.of()))).isEqualTo(new TreeMap<>(DEFAULTS));
    }

    @Test
    void initialPriceFillsInNothingByItself() {
        var prices = config(Map.of(
                        "kopeck.billing.initial-prices.\"gpt-4.1\".input", "2.00",
                        "kopeck.billing.initial-prices.\"gpt-4.1\".output", "8.00",
                        "kopeck.billing.initial-prices.\"gpt-4.1\".cached-input", "0.50"))
                .initialPrices();
        assertThat(prices).containsOnlyKeys("gpt-4.1");
        var price = Objects.requireNonNull(prices.get("gpt-4.1"));
        assertThat(price.input()).isEqualTo(Nanos.parse("2.00"));
        assertThat(price.output()).isEqualTo(Nanos.parse("8.00"));
        assertThat(price.cachedInput()).contains(Nanos.parse("0.50"));
        assertThat(price.cacheWrite()).isEmpty();
        assertThat(price.reasoning()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "welcome-grant, -1",
        "welcome-grant, lots",
        "welcome-grant, 0.0000000001",
        "initial-prices.m.input, -2",
        "hold-ttl, soon",
        "sweep-batch, many"
    })
    void unreadableValueIsRefused(String key, String value) {
        assertThatThrownBy(() -> config(Map.of("kopeck.billing." + key, value)))
                .hasStackTraceContaining("kopeck.billing." + key);
    }

    @ParameterizedTest
    @CsvSource({
        "hold-ttl, 0s",
        "hold-ttl, 25h",
        "output-floor-tokens, 0",
        "output-floor-tokens, 1000001",
        "sweep-interval, 0s",
        "sweep-interval, 2h",
        "sweep-batch, 0",
        "sweep-batch, 10001",
        "overdue-grace, 0s",
        "overdue-grace, 25h",
        "relay-interval, 1ms",
        "relay-interval, 2m",
        "relay-batch, 0",
        "relay-batch, 10001",
        "price-refresh, 2m",
        "price-cache-size, 0",
        "price-cache-size, 1000001",
        "payer-cache-size, 0",
        "payer-cache-size, 10000001",
        "statement-timeout, 1ms",
        "statement-timeout, 6m",
        "retry-first-pause, 0s",
        "retry-first-pause, 2m",
        "retry-longest-pause, 0s",
        "retry-longest-pause, 11m"
    })
    void valueOutOfBoundsIsRefused(String key, String value) throws Exception {
        var config = config(Map.of("kopeck.billing." + key, value));
        var method = BillingConfig.class.getMethod(camelCase(key));
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            var violations =
                    factory.getValidator().forExecutables().validateReturnValue(config, method, method.invoke(config));
            assertThat(violations).hasSize(1);
        }
    }

    @Test
    void everyKeyIsDocumentedInTheSource() throws IOException {
        var lines = Files.readAllLines(Path.of("src/main/java/dev/kopeck/billing/config/BillingConfig.java"));
        for (var name : keys(BillingConfig.class, BillingConfig.InitialPrice.class)) {
            int declaration = indexOf(lines, name);
            int above = declaration - 1;
            while (lines.get(above).strip().startsWith("@")) {
                above--;
            }
            assertThat(lines.get(above).strip()).as("Javadoc of " + name).endsWith("*/");
        }
    }

    private static int indexOf(List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith(" " + name + "();")) {
                return i;
            }
        }
        throw new AssertionError(name + " is not declared in the source");
    }

    private static List<String> keys(Class<?>... types) {
        return Arrays.stream(types)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .map(Method::getName)
                .toList();
    }

    private static BillingConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BillingConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(BillingConfig.class);
    }

    private static Map<String, Object> values(BillingConfig config) {
        // Groups of settings have tests of their own.
        return Arrays.stream(BillingConfig.class.getDeclaredMethods())
                .filter(method -> !isGroup(method))
                .collect(Collectors.toMap(Method::getName, method -> value(config, method), (a, b) -> a, TreeMap::new));
    }

    /** Settings in a file of their own have a test of their own. */
    private static boolean isGroup(Method method) {
        return method.getReturnType().isInterface()
                && method.getReturnType().getPackage().equals(BillingConfig.class.getPackage());
    }

    private static Object value(BillingConfig config, Method method) {
        try {
            return method.invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method + " cannot be read", e);
        }
    }

    private static String camelCase(String key) {
        var words = key.split("-", -1);
        var rest = Arrays.stream(words)
                .skip(1)
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        return words[0] + rest;
    }
}
