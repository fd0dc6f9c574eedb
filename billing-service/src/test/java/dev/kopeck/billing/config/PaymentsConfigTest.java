package dev.kopeck.billing.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.validation.Validation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every setting of money in and money back has a tested default, a bound and a sentence of documentation. */
class PaymentsConfigTest {

    private static final Map<String, Object> DEFAULTS = Map.of(
            "lotSweepInterval",
            Duration.ofSeconds(5),
            "lotSweepBatch",
            50,
            "lotRetry",
            Duration.ofSeconds(15),
            "lotWalkRows",
            10_000,
            "scopesMax",
            20,
            "codeTries",
            10,
            "codeTriesWindow",
            Duration.ofHours(1));

    @Test
    void everyKeyHasItsDefault() {
        var config = config(Map.of());
        var values = Arrays.stream(PaymentsConfig.class.getDeclaredMethods())
                .collect(Collectors.toMap(Method::getName, method -> value(config, method), (a, b) -> a, TreeMap::new));
        assertThat(values).isEqualTo(new TreeMap<>(DEFAULTS));
    }

    @ParameterizedTest
    @CsvSource({
        "lotSweepInterval, lot-sweep-interval, 10ms",
        "lotSweepInterval, lot-sweep-interval, 2h",
        "lotSweepBatch, lot-sweep-batch, 0",
        "lotSweepBatch, lot-sweep-batch, 1001",
        "lotRetry, lot-retry, 0s",
        "lotRetry, lot-retry, 2h",
        "lotWalkRows, lot-walk-rows, 99",
        "lotWalkRows, lot-walk-rows, 100001",
        "scopesMax, scopes-max, 0",
        "scopesMax, scopes-max, 101",
        "codeTries, code-tries, 0",
        "codeTries, code-tries, 1001",
        "codeTriesWindow, code-tries-window, 0s",
        "codeTriesWindow, code-tries-window, 25h"
    })
    void valueOutOfBoundsIsRefused(String name, String key, String value) throws Exception {
        var config = config(Map.of("kopeck.billing.payments." + key, value));
        var method = PaymentsConfig.class.getMethod(name);
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            var violations =
                    factory.getValidator().forExecutables().validateReturnValue(config, method, method.invoke(config));
            assertThat(violations).hasSize(1);
        }
    }

    @Test
    void everyKeyIsDocumentedInTheSource() throws IOException {
        var lines = Files.readAllLines(Path.of("src/main/java/dev/kopeck/billing/config/PaymentsConfig.java"));
        for (var method : PaymentsConfig.class.getDeclaredMethods()) {
            int above = 0;
            while (!lines.get(above).endsWith(" " + method.getName() + "();")) {
                above++;
            }
            do {
                above--;
            } while (lines.get(above).strip().startsWith("@"));
            assertThat(lines.get(above).strip())
                    .as("Javadoc of " + method.getName())
                    .endsWith("*/");
        }
    }

    private static PaymentsConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BillingConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(BillingConfig.class)
                .payments();
    }

    private static Object value(PaymentsConfig config, Method method) {
        try {
            return method.invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method + " cannot be read", e);
        }
    }
}
