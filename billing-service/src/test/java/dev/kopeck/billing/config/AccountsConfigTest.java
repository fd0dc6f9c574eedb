package dev.kopeck.billing.config;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As BillingConfigTest, for the settings of accounts. */
class AccountsConfigTest {

    private static final ConfigGroup<AccountsConfig> GROUP =
            new ConfigGroup<>(AccountsConfig.class, "kopeck.billing.accounts.", BillingConfig::accounts);

    @Test
    void everyKeyHasItsDefault() {
        GROUP.assertDefaults(
                Map.of("payerRefresh", Duration.ofMillis(500), "payersMax", 100, "keysMax", 100, "searchScan", 20_000));
    }

    @ParameterizedTest
    @CsvSource({
        "payer-refresh, 6s",
        "payers-max, 0",
        "payers-max, 10001",
        "keys-max, 0",
        "keys-max, 10001",
        "search-scan, 200",
        "search-scan, 1000001"
    })
    void valueOutOfBoundsIsRefused(String key, String value) throws ReflectiveOperationException {
        GROUP.assertOutOfBounds(key, value);
    }

    @Test
    void everyKeyIsDocumentedInTheSource() throws IOException {
        GROUP.assertDocumented();
    }
}
