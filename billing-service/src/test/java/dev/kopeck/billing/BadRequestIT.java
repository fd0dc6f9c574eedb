package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bad input gets over REST: always a problem, and the name of what is wrong. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class BadRequestIT {

    private static final String PROBLEM = "application/problem+json";

    @Test
    void postWithoutKeyIsRefused() {
        asOperator()
                .body("{}")
                .post("/v1/accounts")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\":\"-1\"}                         | amount    | more than zero",
                "{\"amount\":\"0\"}                          | amount    | more than zero",
                "{\"amount\":\"99999999999999999999\"}       | amount    | between",
                "{\"amount\":\"0.0000000001\"}               | amount    | nine decimals",
                "{\"amount\":\"1e3\"}                        | amount    | decimal string",
                "{\"amount\":\"five\"}                       | amount    | decimal string",
                "{\"amount\":5}                              | amount    | wrong type",
                "{\"amount\":5.5}                            | amount    | wrong type",
                "{\"amount\":true}                           | amount    | wrong type",
                "{\"amount\":{}}                             | amount    | wrong type",
                "{\"amount\":null}                           | amount    | missing",
                "{}                                          | amount    | missing",
                "{\"amuont\":\"5\"}                          | amuont    | not a field",
                "{\"amount\":\"5\",\"reference\":7}          | reference | wrong type",
                "{\"amount\":\"5\",                          | body      | line 1",
                "{\"amount\":\"5\"} x                        | body      | line 1",
                "{\"amount\":\"5\",\"amount\":\"6\"}         | body      | line 1",
                "[]                                          | body      | wrong type",
                "null                                        | body      | JSON object",
                "''                                          | body      | empty"
            })
    void badTopUpNamesItsField(String body, String field, String detail) {
        post("/v1/accounts/1001/top-ups", newKey(), body)
                .statusCode(400)
                .contentType(PROBLEM)
                .body("type", startsWith("urn:kopeck:problem:"))
                .body("title", notNullValue())
                .body("status", is(400))
                .body("field", is(field))
                .body("detail", containsString(detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rates\":{\"input\":\"1\",\"output\":\"1\"}}                                        | model",
                "{\"model\":\" \",\"rates\":{\"input\":\"1\",\"output\":\"1\"}}                        | model",
                "{\"model\":\"m\"}                                                                     | rates",
                "{\"model\":\"m\",\"rates\":{\"output\":\"1\"}}                                        | rates.input",
                "{\"model\":\"m\",\"rates\":{\"input\":\"-1\",\"output\":\"1\"}}                       | rates.input",
                "{\"model\":\"m\",\"rates\":{\"input\":\"1\"}}                                         | rates.output",
                "{\"model\":\"m\",\"rates\":{\"input\":\"1\",\"output\":2}}                            | rates.output",
                "{\"model\":\"m\",\"currency\":\"EUR\",\"rates\":{\"input\":\"1\",\"output\":\"1\"}}   | currency",
                "{\"model\":\"m\",\"rates\":{\"input\":\"1\",\"output\":\"1\"},\"tiers\":[{\"rates\":{}}]} | tiers.0.aboveInputTokens",
                "{\"model\":\"m\",\"rates\":{\"input\":\"1\",\"output\":\"1\"},\"tiers\":[{\"aboveInputTokens\":0}]} | tiers.0.aboveInputTokens",
                "{\"model\":\"m\",\"rates\":{\"input\":\"1\",\"output\":\"1\"},\"tiers\":[{\"aboveInputTokens\":1.5}]} | tiers.0.aboveInputTokens",
                "{\"model\":\"m\",\"rates\":{\"input\":\"1\",\"output\":\"1\"},\"tiers\":[{\"aboveInputTokens\":9}]} | tiers.0.rates"
            })
    void badPriceNamesItsField(String body, String field) {
        post("/v1/prices", newKey(), body).statusCode(400).contentType(PROBLEM).body("field", is(field));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/accounts/abc, id",
        "/v1/accounts/-1, id",
        "/v1/accounts/1001/transactions?limit=0, limit",
        "/v1/accounts/1001/transactions?limit=201, limit",
        "/v1/accounts/1001/transactions?limit=ten, limit",
        "/v1/accounts/1001/transactions?cursor=later, cursor"
    })
    void badParameterIsNamed(String path, String field) {
        asOperator().get(path).then().statusCode(400).contentType(PROBLEM).body("field", is(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"telegram:abc", "telegram:0", "twitter:5", "account:x"})
    void badPayerIsNamed(String payer) {
        asOperator()
                .put("/v1/payers/" + payer)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is("payer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/accounts/999999999", "/v1/accounts/1", "/v1/nothing", "/nothing", "/"})
    void unknownPathIsAProblemToo(String path) {
        asOperator().get(path).then().statusCode(404).contentType(PROBLEM).body("status", is(404));
    }

    @Test
    void unknownAccountOfAPayerIsNotFound() {
        asOperator().put("/v1/payers/account:999999999").then().statusCode(404).contentType(PROBLEM);
    }

    @Test
    void wrongMethodAndTypeAreProblemsToo() {
        asOperator().delete("/v1/prices").then().statusCode(405).contentType(PROBLEM);
        given().header("Authorization", "Bearer " + Operator.TOKEN)
                .contentType(ContentType.TEXT)
                .body("hello")
                .post("/v1/prices")
                .then()
                .statusCode(415)
                .contentType(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Basic dGVzdA==", "bearer-test-operator-token"})
    void nobodyGetsInWithoutTheToken(String authorization) {
        given().header("Authorization", authorization)
                .get("/v1/prices")
                .then()
                .statusCode(401)
                .contentType(PROBLEM)
                .header("WWW-Authenticate", "Bearer")
                .body("status", equalTo(401));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/nothing", "/v1;a=b/prices", "//v1/prices", "/V1/prices", "/%76%31/prices", "/q/../v1/prices"
            })
    void noSpellingOfAPathSlipsByTheToken(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(401).contentType(PROBLEM);
    }

    @Test
    void bodyThatIsTooLargeIsAProblemToo() {
        post("/v1/prices", newKey(), "{\"model\":\"" + "m".repeat(70_000) + "\"}")
                .statusCode(413)
                .contentType(PROBLEM);
    }
}
