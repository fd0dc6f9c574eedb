package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices and imports are counted by how they went. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PriceMetricsIT {

    private static final String IMPORTS = "kopeck_billing_price_imports_total{result=\"%s\"";
    private static final String VERSIONS = "kopeck_billing_price_versions_total";
    private static final String SUSPICIOUS = "kopeck_billing_prices_suspicious_total{confirmed=\"%s\",suspicion=\"%s\"";

    private final PriceListSteps lists = new PriceListSteps();
    private final String prefix = lists.prefix;
    private static PriceSteps steps;

    @BeforeAll
    static void open() {
        steps = new PriceSteps();
    }

    @AfterAll
    static void close() {
        steps.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', '1,2', loaded, 1",
        "?dryRun=true, '1,2', previewed, 0",
        "'', '0,0', suspicious, 0",
        "'', '-1,2', invalid, 0",
        "?effectiveFrom=2020-01-01T00:00:00Z, '1,2', out_of_time, 0"
    })
    void importIsCountedByItsResultAndWhatItMade(String query, String rates, String result, int versions) {
        // Given
        double before = Metrics.sample(IMPORTS.formatted(result));
        double made = Metrics.sample(VERSIONS);
        // When
        lists.csv(query, newKey(), "model,input,output\n%sm,%s\n".formatted(prefix, rates));
        // Then
        assertThat(Metrics.sample(IMPORTS.formatted(result))).isEqualTo(before + 1);
        assertThat(Metrics.sample(VERSIONS)).isEqualTo(made + versions);
    }

    @Test
    void suspiciousPricesAreCountedByWhyAndWhetherTheyWereConfirmed() {
        // Given
        double refused = Metrics.sample(SUSPICIOUS.formatted("false", "free"));
        double confirmed = Metrics.sample(SUSPICIOUS.formatted("true", "free"));
        var price = "{\"model\":\"%sm\",\"rates\":{\"input\":\"0\",\"output\":\"0\"}%s}";
        // When
        post("/v1/prices", newKey(), price.formatted(prefix, "")).statusCode(422);
        lists.csv("", newKey(), "model,input,output\n%sn,0,0\n".formatted(prefix))
                .statusCode(422);
        post("/v1/prices", newKey(), price.formatted(prefix, ",\"confirm\":true"))
                .statusCode(201);
        lists.csv("?confirm=%sn".formatted(prefix), newKey(), "model,input,output\n%sn,0,0\n".formatted(prefix))
                .statusCode(201);
        // Then
        assertThat(Metrics.sample(SUSPICIOUS.formatted("false", "free"))).isEqualTo(refused + 2);
        assertThat(Metrics.sample(SUSPICIOUS.formatted("true", "free"))).isEqualTo(confirmed + 2);
    }

    @Test
    void ageOfTheNewestPriceFallsWhereTheInstanceFollowsAChange() {
        // Given
        var model = steps.newModel();
        // When
        steps.set(model, "1", null);
        steps.eventually(model, authorized -> true);
        // Then
        eventually(() -> assertThat(Metrics.sample("kopeck_billing_price_newest_age_seconds"))
                .isBetween(-1.0, 60.0));
    }
}
