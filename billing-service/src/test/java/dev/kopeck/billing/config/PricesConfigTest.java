package dev.kopeck.billing.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.validation.Validation;
import java.io.IOException;
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

/** As BillingConfigTest, for the settings of prices. */
class PricesConfigTest {

    @Test
    void everyKeyHasItsDefault() {
        // Given
        var config = config(Map.of());
        // When
        var values = Arrays.stream(PricesConfig.class.getDeclaredMethods())
                .collect(Collectors.toMap(
                        method -> method.getName(),
                        method -> {
                            try {
                                return method.invoke(config);
                            } catch (ReflectiveOperationException e) {
                                throw new LinkageError(method + " cannot be read", e);
                            }
                        },
                        (a, b) -> a,
                        TreeMap::new));
        // Then
        assertThat(values)
                .isEqualTo(Map.of(
                        "backdatingTolerance",
                        Duration.ofMinutes(1),
                        "importRowsMax",
                        10_000,
                        "importBytesMax",
                        4 * 1024 * 1024));
    }

    @ParameterizedTest
    @CsvSource({
        "backdating-tolerance, backdatingTolerance, 2h",
        "import-rows-max, importRowsMax, 0",
        "import-rows-max, importRowsMax, 100001",
        "import-bytes-max, importBytesMax, 1023",
        "import-bytes-max, importBytesMax, 16777217"
    })
    void valueOutOfBoundsIsRefused(String key, String name, String value) throws Exception {
        var config = config(Map.of("kopeck.billing.prices." + key, value));
        var method = PricesConfig.class.getMethod(name);
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            var violations =
                    factory.getValidator().forExecutables().validateReturnValue(config, method, method.invoke(config));
            assertThat(violations).hasSize(1);
        }
    }

    @Test
    void everyKeyIsDocumentedInTheSource() throws IOException {
        var lines = Files.readAllLines(Path.of("src/main/java/dev/kopeck/billing/config/PricesConfig.java"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith("();")) {
                int above = i - 1;
                while (lines.get(above).strip().startsWith("@")) {
                    above--;
                }
                assertThat(lines.get(above).strip())
                        .as("Javadoc of " + lines.get(i))
                        .endsWith("*/");
            }
        }
    }

    private static PricesConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BillingConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(BillingConfig.class)
                .prices();
    }
}
