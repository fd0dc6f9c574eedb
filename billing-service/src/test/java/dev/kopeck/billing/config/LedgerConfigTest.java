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

/** Every setting of the ledger has a tested default, a bound and a sentence of documentation. */
class LedgerConfigTest {

    private static final Map<String, Object> DEFAULTS = Map.of(
            "monthsAhead", 3,
            "partitionInterval", Duration.ofHours(1),
            "rollInterval", Duration.ofMinutes(1),
            "rollRowsMax", 200_000,
            "rollStepsMax", 200,
            "pageSize", 1000,
            "exportMax", 1_000_000,
            "downloadMax", Duration.ofMinutes(15),
            "downloadsMax", 8);

    @Test
    void everyKeyHasItsDefault() {
        var config = config(Map.of());
        assertThat(Arrays.stream(LedgerConfig.class.getDeclaredMethods())
                        .collect(Collectors.toMap(
                                method -> method.getName(), method -> value(config, method.getName()))))
                .isEqualTo(new TreeMap<>(DEFAULTS));
    }

    @ParameterizedTest
    @CsvSource({
        "months-ahead, monthsAhead, 0, 25",
        "partition-interval, partitionInterval, 0s, 25h",
        "roll-interval, rollInterval, 0s, 2h",
        "roll-rows-max, rollRowsMax, 0, 500001",
        "roll-steps-max, rollStepsMax, 0, 100001",
        "page-size, pageSize, 0, 10001",
        "export-max, exportMax, 0, 100000001",
        "download-max, downloadMax, 0s, 25h",
        "downloads-max, downloadsMax, 0, 1001"
    })
    void valueOutOfBoundsIsRefused(String key, String name, String tooSmall, String tooLarge) throws Exception {
        for (var value : new String[] {tooSmall, tooLarge}) {
            var config = config(Map.of("kopeck.billing.ledger." + key, value));
            var method = LedgerConfig.class.getMethod(name);
            try (var factory = Validation.buildDefaultValidatorFactory()) {
                assertThat(factory.getValidator()
                                .forExecutables()
                                .validateReturnValue(config, method, method.invoke(config)))
                        .as(key + "=" + value)
                        .hasSize(1);
            }
        }
    }

    @Test
    void everyKeyIsDocumentedInTheSource() throws IOException {
        var lines = Files.readAllLines(Path.of("src/main/java/dev/kopeck/billing/config/LedgerConfig.java"));
        assertThat(lines.stream()
                        .filter(line -> line.strip().startsWith("/** "))
                        .count())
                .isEqualTo(1L + DEFAULTS.size());
    }

    private static Object value(LedgerConfig config, String name) {
        try {
            return LedgerConfig.class.getMethod(name).invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name + " cannot be read", e);
        }
    }

    private static LedgerConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BillingConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(BillingConfig.class)
                .ledger();
    }
}
