package dev.kopeck.billing.config;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As BillingConfigTest, for the settings of what proves the books right. */
class TrustConfigTest {

    private static final ConfigGroup<TrustConfig> GROUP =
            new ConfigGroup<>(TrustConfig.class, "kopeck.billing.trust.", BillingConfig::trust);

    @Test
    void everyKeyHasItsDefault() {
        GROUP.assertDefaults(Map.ofEntries(
                Map.entry("checkInterval", Duration.ofMinutes(1)),
                Map.entry("checkScan", 20_000),
                Map.entry("portionAccounts", 500),
                Map.entry("portionEntries", 50_000),
                Map.entry("sampleAccounts", 20),
                Map.entry("sampleEntries", 1000),
                Map.entry("proofTime", LocalTime.of(3, 30)),
                Map.entry("proofZone", ZoneId.of("UTC")),
                Map.entry("workInterval", Duration.ofSeconds(1)),
                Map.entry("longStatement", Duration.ofMinutes(10)),
                Map.entry("sealInterval", Duration.ofMinutes(1)),
                Map.entry("sealGrace", Duration.ofMinutes(5)),
                Map.entry("sealBatch", 100),
                Map.entry("kafkaSlack", Duration.ofMinutes(15)),
                Map.entry("kafkaHours", 48),
                Map.entry("kafkaEvents", 20_000_000),
                Map.entry("starValue", Optional.empty()),
                Map.entry("driftPercent", new BigDecimal("1"))));
    }

    @ParameterizedTest
    @CsvSource({
        "check-interval, soon",
        "proof-time, late",
        "proof-zone, Mars/Olympus",
        "star-value, -1",
        "drift-percent, some"
    })
    void unreadableValueIsRefused(String key, String value) {
        GROUP.assertUnreadable(key, value, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "check-interval, 0s",
        "check-interval, 2h",
        "check-scan, 99",
        "check-scan, 1000001",
        "portion-accounts, 0",
        "portion-accounts, 10001",
        "portion-entries, 9",
        "portion-entries, 1000001",
        "sample-accounts, -1",
        "sample-accounts, 10001",
        "sample-entries, 0",
        "sample-entries, 100001",
        "work-interval, 0s",
        "work-interval, 11m",
        "long-statement, 0s",
        "long-statement, 13h",
        "seal-interval, 0s",
        "seal-interval, 2h",
        "seal-grace, 14s",
        "seal-grace, 25h",
        "seal-batch, 0",
        "seal-batch, 10001",
        "kafka-slack, 0s",
        "kafka-slack, 25h",
        "kafka-hours, 0",
        "kafka-hours, 745",
        "kafka-events, 999",
        "kafka-events, 1000000001",
        "drift-percent, -1",
        "drift-percent, 1001"
    })
    void valueOutOfBoundsIsRefused(String key, String value) throws ReflectiveOperationException {
        GROUP.assertOutOfBounds(key, value);
    }

    @Test
    void everyKeyIsDocumentedInTheSource() throws IOException {
        GROUP.assertDocumented();
    }
}
