package dev.kopeck.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.gateway.BillingStub.ApiKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the holder of a key sees of the own account. */
@QuarkusTest
class MeIT extends GatewayIT {

    private static final String JSON = "application/json";

    @AfterEach
    void billingIsThere() {
        billing.comeBack();
    }

    @Test
    void aHolderIsToldWhoItIsAndWhatItMay() {
        var key = billing.issue();
        get(key, "")
                .statusCode(200)
                .body("account.id", is(Long.toString(key.accountId())))
                .body("account.status", is("active"))
                .body("key.id", is(key.id().toString()))
                .body("key.name", is("ci"))
                .body("key.models", nullValue())
                .body("key.expiresAt", is("2099-12-31T00:00:00Z"))
                .body("left.balance", is("5.75"))
                .body("left.daily", is("1.25"))
                .body("left.monthly", nullValue())
                .body("limits.requestsPerMinute", notNullValue());
    }

    @Test
    void aKeyForSomeModelsSaysWhich() {
        var key = billing.issue();
        billing.onlyFor(key, "kopeck-sim");
        get(key, "").body("key.models", contains("kopeck-sim"));
    }

    @Test
    void aFrozenAccountMayLook() {
        var key = billing.issue();
        billing.freeze(key);
        billing.page("/balance", 200, JSON, "{\"posted\":\"1.00\"}");
        get(key, "").statusCode(200).body("account.status", is("frozen"));
        get(key, "/balance").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/balance", "/transactions", "/usage", "/keys"})
    void billingsPagesPassThroughAsTheyAre(String path) {
        // Given
        var key = billing.issue();
        billing.page(
                path,
                200,
                JSON,
                "{\"items\":[{\"amount\":\"-0.000000001\",\"n\":12345678901234}],\"nextCursor\":null}");
        // When
        var answer = get(key, path + "?limit=7&cursor=42&secret=1&from=2026-11-01&groupBy=day,model");
        // Then
        answer.statusCode(200).contentType(JSON);
        assertThat(answer.extract().asString())
                .isEqualTo("{\"items\":[{\"amount\":\"-0.000000001\",\"n\":12345678901234}],\"nextCursor\":null}");
        var asked = billing.askedFor(key).getLast();
        assertThat(asked.path()).endsWith(path);
        assertThat(asked.query())
                .contains("limit=7")
                .contains("cursor=42")
                .contains("from=2026-11-01")
                .doesNotContain("secret");
    }

    @Test
    void billingSaysWhichParameterIsWrong() {
        billing.page(
                "/transactions",
                400,
                "application/problem+json",
                "{\"type\":\"urn:kopeck:problem:invalid-request\",\"status\":400,\"field\":\"limit\",\"detail\":\"must be\"}");
        get(billing.issue(), "/transactions?limit=0")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", is("limit"))
                .body("detail", is("must be"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 500, 503})
    void whatIsBillingsFaultIsNotTheHolders(int status) {
        billing.page("/usage", status, "application/problem+json", "{\"status\":" + status + "}");
        get(billing.issue(), "/usage").statusCode(503).header("Retry-After", notNullValue());
    }

    @Test
    void whileBillingIsAwayThereIsNothingToSee() {
        // Given
        var key = billing.issue();
        get(key, "").statusCode(200);
        // When
        billing.goAway();
        // Then
        get(key, "/balance").statusCode(503).header("Retry-After", notNullValue());
    }

    @Test
    void aLongParameterIsRefusedHere() {
        get(billing.issue(), "/usage?from=" + "1".repeat(201)).statusCode(400).body("field", is("from"));
    }

    private static ValidatableResponse get(ApiKey key, String path) {
        return given().header("Authorization", key.bearer())
                .get("/v1/me" + path)
                .then();
    }
}
