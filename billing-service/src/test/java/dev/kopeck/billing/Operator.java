package dev.kopeck.billing;

import static io.restassured.RestAssured.given;

import dev.kopeck.contracts.identity.AccountId;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** Calls billing's REST API as an operator would who may do everything. */
final class Operator {

    static final String TOKEN = "test-operator-token";

    /** By role. */
    static final Map<String, String> TOKENS = Map.of(
            "admin", TOKEN,
            "operator", "test-token-of-role-operator",
            "viewer", "test-token-of-role-viewer",
            "door", "test-token-of-role-door");

    private Operator() {}

    static RequestSpecification asOperator() {
        return given().header("Authorization", "Bearer " + TOKEN).contentType(ContentType.JSON);
    }

    static RequestSpecification as(String role) {
        return given().header("Authorization", "Bearer " + TOKENS.get(role)).contentType(ContentType.JSON);
    }

    static ValidatableResponse post(String path, String key, String body) {
        return asOperator().header("Idempotency-Key", key).body(body).post(path).then();
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    static void topUp(AccountId account, String amount) {
        post("/v1/accounts/" + account + "/top-ups", newKey(), "{\"amount\":\"" + amount + "\"}")
                .statusCode(201);
    }

    /** However suspicious it is. */
    static void price(String model, String rates) {
        post("/v1/prices", newKey(), "{\"model\":\"" + model + "\",\"rates\":" + rates + ",\"confirm\":true}")
                .statusCode(201);
    }

    static String openAccount() {
        return post("/v1/accounts", newKey(), "{}").statusCode(201).extract().path("id");
    }
}
