package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A single price that looks like a mistake is set only when somebody says that it is none, as one of a list is. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class SuspiciousPriceIT {

    private final String model = "suspected-" + newKey();

    @ParameterizedTest
    @CsvSource({"10, jump", "0.1, jump", "0, free jump", "0.000001, jump unit", "1000000, jump unit"})
    void priceFarFromTheOneInEffectIsRefusedWithBothUntilItIsConfirmed(String rate, String suspicions) {
        // Given
        int before = set("1", "").statusCode(201).extract().path("version");
        // When
        set(rate, "")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", is("urn:kopeck:problem:suspicious-prices"))
                .body("field", is("confirm"))
                .body("detail", containsString(model))
                .body("suspicious", containsInAnyOrder((Object[]) suspicions.split(" ")))
                .body("replaces", is(before))
                .body("changes", hasSize(5))
                .body("changes.find { it.rate == 'output' }.before", is("1.00"));
        // Then
        asOperator().get("/v1/prices?model=" + model).then().body("items", hasSize(1));
        set(rate, ",\"confirm\":true").statusCode(201);
        asOperator().get("/v1/prices?model=" + model).then().body("items", hasSize(2));
    }

    @ParameterizedTest
    @CsvSource({"0, free", "0.0000025, unit", "2500000, unit"})
    void newModelThatCostsWhatNoModelCostsIsRefusedUntilItIsConfirmed(String rate, String suspicion) {
        set(rate, "")
                .statusCode(422)
                .body("suspicious", containsInAnyOrder(suspicion))
                .body("replaces", nullValue())
                .body("changes", hasSize(0));
        set(rate, ",\"confirm\":true").statusCode(201);
    }

    @Test
    void realChangeOfPriceNeedsNoConfirmation() {
        set("1", "").statusCode(201);
        set("9.99", "").statusCode(201);
        set("1", ",\"confirm\":false").statusCode(201);
    }

    @Test
    void sameRequestWithItsConfirmationMayHaveTheKeyThatWasRefused() {
        // Given
        var key = newKey();
        var rates = "{\"model\":\"%s\",\"rates\":{\"input\":\"0\",\"output\":\"0\"}".formatted(model);
        post("/v1/prices", key, rates + "}").statusCode(422).body("field", is("confirm"));
        // When
        post("/v1/prices", key, rates + ",\"confirm\":true}").statusCode(201);
        // Then
        post("/v1/prices", key, rates + ",\"confirm\":true}").statusCode(201).header("Idempotent-Replayed", "true");
    }

    @Test
    void priceOfTheFutureIsComparedWithWhatWillBeInEffectThen() {
        // Given
        var inAMonth = Instant.now().plus(Duration.ofDays(30));
        set("1", "").statusCode(201);
        set("8", ",\"effectiveFrom\":\"" + inAMonth + "\"").statusCode(201);
        // When, Then
        set("40", ",\"effectiveFrom\":\"" + inAMonth.plusSeconds(60) + "\"").statusCode(201);
        set("40", "").statusCode(422).body("suspicious", containsInAnyOrder("jump"));
    }

    @Test
    void timeInThePastIsNamedBeforeAnythingIsCompared() {
        set("0", ",\"effectiveFrom\":\"2020-01-01T00:00:00Z\"").statusCode(400).body("field", is("effectiveFrom"));
    }

    @Test
    void confirmationIsTrueOrFalse() {
        set("0", ",\"confirm\":\"yes\"").statusCode(400).body("field", is("confirm"));
    }

    private ValidatableResponse set(String rate, String more) {
        return post(
                "/v1/prices",
                newKey(),
                "{\"model\":\"%s\",\"rates\":{\"input\":\"%s\",\"output\":\"%s\"}%s}"
                        .formatted(model, rate, rate, more));
    }
}
