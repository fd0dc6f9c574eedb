package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** A price list of a test's own models, sent as an operator sends it. */
final class PriceListSteps {

    final String prefix = "list-" + UUID.randomUUID() + "-";

    private final Database database = new Database();

    long versions() {
        return database.number("SELECT count(*) FROM price WHERE model LIKE ?", "%" + prefix + "%");
    }

    ValidatableResponse csv(String query, String key, String list) {
        return sent(
                given().header("Authorization", "Bearer " + Operator.TOKEN).contentType("text/csv"), query, key, list);
    }

    ValidatableResponse json(String query, String key, String list) {
        return sent(asOperator(), query, key, list);
    }

    private static ValidatableResponse sent(RequestSpecification request, String query, String key, String list) {
        return request.header("Idempotency-Key", key)
                .body(list)
                .post("/v1/prices/import" + query)
                .then();
    }
}
