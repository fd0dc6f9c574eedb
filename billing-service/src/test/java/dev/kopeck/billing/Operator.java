package dev.kopeck.billing;

import static io.restassured.RestAssured.given;

import dev.kopeck.contracts.identity.AccountId;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** Calls billing's REST API as an operator would. */
final class Operator {

    static final String TOKEN = "test-operator-token";

    private Operator() {}

    static RequestSpecification asOperator() {
        return given().header("Authorization", "Bearer " + TOKEN).contentType(ContentType.JSON);
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

    static void price(String model, String rates) {
        post("/v1/prices", newKey(), "{\"model\":\"" + model + "\",\"rates\":" + rates + "}")
                .statusCode(201);
    }

    static String openAccount() {
        return post("/v1/accounts", newKey(), "{}").statusCode(201).extract().path("id");
    }
}
