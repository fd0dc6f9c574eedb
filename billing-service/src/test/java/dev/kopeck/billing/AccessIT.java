package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.as;
import static dev.kopeck.billing.Operator.newKey;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may do. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AccessIT {

    private static final String PROBLEM = "application/problem+json";

    @ParameterizedTest
    @CsvSource({
        "door,     403, 403, 403, 403",
        "viewer,   200, 200, 403, 403",
        "operator, 200, 200, 201, 403",
        "admin,    200, 200, 201, 201"
    })
    void eachRoleMayDoWhatItsNameSays(String role, int readAccount, int readAudit, int topUp, int setPrice) {
        // Given
        var account = "/v1/accounts/" + Operator.openAccount();
        var price = "{\"model\":\"m-%s\",\"rates\":{\"input\":\"1\",\"output\":\"1\"}}".formatted(newKey());
        // Then
        as(role).get(account).then().statusCode(readAccount);
        as(role).get("/v1/audit?limit=1").then().statusCode(readAudit);
        as(role).header("Idempotency-Key", newKey())
                .body("{\"amount\":\"1.00\"}")
                .post(account + "/top-ups")
                .then()
                .statusCode(topUp);
        as(role).header("Idempotency-Key", newKey())
                .body(price)
                .post("/v1/prices")
                .then()
                .statusCode(setPrice);
        as("viewer").get(account).then().body("balance.posted", is(topUp == 201 ? "1.00" : "0.00"));
    }

    @Test
    void aDoorMeetsItsUsersAndShowsThemTheirBalance() {
        as("door")
                .put("/v1/payers/" + BillingProbe.stranger())
                .then()
                .statusCode(200)
                .body("registered", is(true))
                .body("balance.available", is("1.00"));
        as("viewer").put("/v1/payers/" + BillingProbe.stranger()).then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/accounts",
                "/v1/accounts/%s",
                "/v1/accounts/%s/balance",
                "/v1/accounts/%s/transactions",
                "/v1/accounts/%s/statement",
                "/v1/accounts/%s/keys",
                "/v1/accounts/%s/payers",
                "/v1/usage",
                "/v1/holds",
                "/v1/audit",
                "/v1/payments"
            })
    void aDoorCannotLookAround(String path) {
        as("door").get(path.formatted(Operator.openAccount())).then().statusCode(403);
    }

    @Test
    void aDoorAsksWhatKeysMayDoAndWhatThingsCost() {
        // Given
        Operator.price("for-doors", "{\"input\":\"1\",\"output\":\"2\"}");
        // Then
        as("door")
                .body("{\"key\":\"kp_nobody\"}")
                .post("/v1/keys/introspect")
                .then()
                .statusCode(200)
                .body("active", is(false));
        as("door").get("/v1/models/for-doors").then().statusCode(200);
        as("door").get("/v1/models").then().statusCode(200);
        as("door").get("/v1/prices?model=for-doors").then().statusCode(200);
        as("door")
                .body("{\"model\":\"for-doors\",\"inputTokens\":10,\"maxOutputTokens\":10}")
                .post("/v1/quotes")
                .then()
                .statusCode(200);
    }

    @Test
    void whoIsKnownAndMayNotIsToldSoByAProblem() {
        as("viewer")
                .header("Idempotency-Key", newKey())
                .body("not even JSON")
                .post("/v1/prices")
                .then()
                .statusCode(403)
                .contentType(PROBLEM)
                .body("type", is("urn:kopeck:problem:forbidden"))
                .body("status", is(403))
                .body("detail", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/metrics", "/q/openapi", "/q/swagger-ui/"})
    void aFewPathsAreOpenWhateverARequestSaysOfItself(String path) {
        given().get(path).then().statusCode(200);
        given().header("Authorization", "Bearer of-nobody").get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q",
                "/q/",
                "/q/arc",
                "/q/dev",
                "/q/healthy",
                "/q/metricsx",
                "/q/health/../v1/prices",
                "/q/health/%2e%2e/%2e%2e/v1/prices",
                "/q/%68ealth/../../v1/audit",
                "/v1",
                "/v1/audit;x=/q/health",
                "/v1/audit/",
                "/nothing"
            })
    void allOthersAreClosed(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(401)
                .contentType(PROBLEM)
                .header("WWW-Authenticate", "Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/..;/..;/v1/prices", "/q/health;/../v1/prices", "/q/health/..%2f..%2fv1/prices"})
    void belowAnOpenPathIsNothingHoweverItIsSpelled(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(oneOf(401, 404));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
    void noMethodSlipsByTheToken(String method) {
        given().request(method, "/v1/prices").then().statusCode(401).header("WWW-Authenticate", "Bearer");
    }

    @Test
    void aTokenOfNoIssuerIsNotAskedAboutAnywhere() {
        given().header("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.eyJncm91cHMiOlsiYWRtaW4iXX0.c2ln")
                .get("/v1/prices")
                .then()
                .statusCode(401)
                .contentType(PROBLEM)
                .body("detail", containsString("unknown"))
                .body("field", nullValue());
    }
}
