package dev.kopeck.billing.config;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As BillingConfigTest, for the settings of money in and money back. */
class PaymentsConfigTest {

    private static final ConfigGroup<PaymentsConfig> GROUP =
            new ConfigGroup<>(PaymentsConfig.class, "kopeck.billing.payments.", BillingConfig::payments);

    @Test
    void everyKeyHasItsDefault() {
        GROUP.assertDefaults(Map.of(
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
                Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "lot-sweep-interval, 10ms",
        "lot-sweep-interval, 2h",
        "lot-sweep-batch, 0",
        "lot-sweep-batch, 1001",
        "lot-retry, 0s",
        "lot-retry, 2h",
        "lot-walk-rows, 99",
        "lot-walk-rows, 100001",
        "scopes-max, 0",
        "scopes-max, 101",
        "code-tries, 0",
        "code-tries, 1001",
        "code-tries-window, 0s",
        "code-tries-window, 25h"
    })
    void valueOutOfBoundsIsRefused(String key, String value) throws ReflectiveOperationException {
        GROUP.assertOutOfBounds(key, value);
    }

    @Test
    void everyKeyIsDocumentedInTheSource() throws IOException {
        GROUP.assertDocumented();
    }
}
