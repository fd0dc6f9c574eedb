package dev.kopeck.billing.config;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As BillingConfigTest, for the settings of prices. */
class PricesConfigTest {

    private static final ConfigGroup<PricesConfig> GROUP =
            new ConfigGroup<>(PricesConfig.class, "kopeck.billing.prices.", BillingConfig::prices);

    @Test
    void everyKeyHasItsDefault() {
        GROUP.assertDefaults(Map.of(
                "backdatingTolerance",
                Duration.ofMinutes(1),
                "importRowsMax",
                10_000,
                "importBytesMax",
                4 * 1024 * 1024));
    }

    @ParameterizedTest
    @CsvSource({
        "backdating-tolerance, 2h",
        "import-rows-max, 0",
        "import-rows-max, 100001",
        "import-bytes-max, 1023",
        "import-bytes-max, 16777217"
    })
    void valueOutOfBoundsIsRefused(String key, String value) throws ReflectiveOperationException {
        GROUP.assertOutOfBounds(key, value);
    }

    @Test
    void everyKeyIsDocumentedInTheSource() throws IOException {
        GROUP.assertDocumented();
    }
}
