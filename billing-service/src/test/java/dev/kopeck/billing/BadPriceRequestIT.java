package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bad input gets from models, prices, plans and quotes: always a problem, and the name of what is wrong. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class BadPriceRequestIT {

    private static final String PROBLEM = "application/problem+json";
    private static final String RATES = "\"rates\":{\"input\":\"1\",\"output\":\"1\"}";

    @ParameterizedTest
    @CsvSource({
        "yesterday, time such as",
        "2027-01-01, time such as",
        "2027-01-01T00:00:00, time such as",
        "2020-01-01T00:00:00Z, must not be in the past",
        "2999-01-01T00:00:00Z, ten years ahead",
        "+999999999-12-31T23:59:59Z, ten years ahead"
    })
    void badEffectiveFromIsNamed(String time, String detail) {
        post("/v1/prices", newKey(), "{\"model\":\"m\",%s,\"effectiveFrom\":\"%s\"}".formatted(RATES, time))
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is("effectiveFrom"))
                .body("detail", containsString(detail));
    }

    @Test
    void ninthTierIsRefused() {
        var tiers = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> "{\"aboveInputTokens\":%d,%s}".formatted(i, RATES))
                .collect(Collectors.joining(","));
        post("/v1/prices", newKey(), "{\"model\":\"m\",%s,\"tiers\":[%s]}".formatted(RATES, tiers))
                .statusCode(400)
                .body("field", is("tiers"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/prices?at=now, at",
        "/v1/prices?limit=201, limit",
        "/v1/prices?cursor=abc, cursor",
        "/v1/prices?cursor=0, cursor",
        "/v1/prices/abc, version",
        "/v1/prices/0, version",
        "/v1/models?active=yes, active",
        "/v1/models?limit=0, limit",
        "/v1/plans?limit=none, limit",
        "/v1/plans/UPPER, name",
        "/v1/accounts/abc/pricing, id"
    })
    void badParameterIsNamed(String path, String field) {
        asOperator().get(path).then().statusCode(400).contentType(PROBLEM).body("field", is(field));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/prices/999999999, version",
        "/v1/models/no-such-model, id",
        "/v1/plans/no-such-plan, name",
        "/v1/accounts/999999999/pricing, id"
    })
    void whatIsNotThereIsNotFound(String path, String field) {
        asOperator().get(path).then().statusCode(404).contentType(PROBLEM).body("field", is(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/models/m              | {}                                     | active",
                "/v1/models/m              | {\"active\":\"yes\"}                   | active",
                "/v1/models/m              | {\"active\":true,\"descripton\":\"x\"} | descripton",
                "/v1/plans/p               | {}                                     | markup",
                "/v1/plans/p               | {\"markup\":0.2}                       | markup",
                "/v1/plans/p               | {\"markup\":\"20%\"}                   | markup",
                "/v1/plans/p               | {\"markup\":\"0.00001\"}               | markup",
                "/v1/plans/p               | {\"markup\":\"-1.0001\"}               | markup",
                "/v1/plans/p               | {\"markup\":\"100.0001\"}              | markup",
                "/v1/plans/Big%20Plan      | {\"markup\":\"0.2\"}                   | name",
                "/v1/accounts/1001/pricing | {\"discount\":\"1.0001\"}              | discount",
                "/v1/accounts/1001/pricing | {\"discount\":\"-0.1\"}                | discount",
                "/v1/accounts/1001/pricing | {\"discount\":0.1}                     | discount",
                "/v1/accounts/1001/pricing | {\"plan\":\"\"}                        | plan"
            })
    void badChangeNamesItsField(String path, String body, String field) {
        given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Operator.TOKEN)
                .contentType("application/json")
                .body(body)
                .put(path)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field));
    }

    @Test
    void pricingOfNobodyAndByNoPlanIsRefused() {
        asOperator().body("{}").put("/v1/accounts/999999999/pricing").then().statusCode(404);
        asOperator()
                .body("{\"plan\":\"no-such-plan\"}")
                .put("/v1/accounts/" + Operator.openAccount() + "/pricing")
                .then()
                .statusCode(400)
                .body("field", is("plan"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                   | 400 | usage",
                "{\"model\":\"kopeck-sim\"}                                           | 400 | usage",
                "{\"usage\":{\"inputTokens\":1,\"outputTokens\":1}}                   | 400 | model",
                "{\"model\":\"kopeck-sim\",\"inputTokens\":1}                         | 400 | maxOutputTokens",
                "{\"model\":\"kopeck-sim\",\"inputTokens\":-1,\"maxOutputTokens\":1}  | 400 | inputTokens",
                "{\"model\":\"kopeck-sim\",\"inputTokens\":1,\"maxOutputTokens\":0}   | 400 | maxOutputTokens",
                "{\"model\":\"kopeck-sim\",\"inputTokens\":2147483648,\"maxOutputTokens\":1} | 400 | inputTokens",
                "{\"model\":\"kopeck-sim\",\"inputTokens\":1.5,\"maxOutputTokens\":1} | 400 | inputTokens",
                "{\"model\":\"kopeck-sim\",\"inputTokens\":1,\"usage\":{}}            | 400 | inputTokens",
                "{\"model\":\"kopeck-sim\",\"usage\":{\"inputTokens\":1}}             | 400 | usage.outputTokens",
                "{\"model\":\"kopeck-sim\",\"usage\":{\"inputTokens\":5,\"cachedInputTokens\":6,\"outputTokens\":1}} | 400 | usage.cachedInputTokens",
                "{\"model\":\"kopeck-sim\",\"usage\":{\"inputTokens\":5,\"cachedInputTokens\":3,\"cacheWriteTokens\":3,\"outputTokens\":1}} | 400 | usage.cacheWriteTokens",
                "{\"model\":\"kopeck-sim\",\"usage\":{\"inputTokens\":5,\"outputTokens\":1,\"reasoningTokens\":2}} | 400 | usage.reasoningTokens",
                "{\"priceVersion\":1,\"inputTokens\":1,\"maxOutputTokens\":1}          | 400 | priceVersion",
                "{\"priceVersion\":1,\"model\":\"m\",\"usage\":{\"inputTokens\":1,\"outputTokens\":1}} | 400 | model",
                "{\"model\":\"kopeck-sim\",\"accountId\":\"me\",\"inputTokens\":1,\"maxOutputTokens\":1} | 400 | accountId",
                "{\"model\":\"kopeck-sim\",\"accountId\":\"999999999\",\"inputTokens\":1,\"maxOutputTokens\":1} | 404 | accountId",
                "{\"model\":\"no-such-model\",\"inputTokens\":1,\"maxOutputTokens\":1} | 404 | model",
                "{\"priceVersion\":999999999,\"usage\":{\"inputTokens\":1,\"outputTokens\":1}} | 404 | priceVersion"
            })
    void badQuoteNamesItsField(String body, int status, String field) {
        asOperator()
                .body(body)
                .post("/v1/quotes")
                .then()
                .statusCode(status)
                .contentType(PROBLEM)
                .body("field", is(field));
    }

    @Test
    void quoteOfAModelThatIsSwitchedOffIsRefused() {
        var model = "off-" + newKey();
        asOperator()
                .body("{\"active\":false}")
                .put("/v1/models/" + model)
                .then()
                .statusCode(200);
        asOperator()
                .body("{\"model\":\"%s\",\"inputTokens\":1,\"maxOutputTokens\":1}".formatted(model))
                .post("/v1/quotes")
                .then()
                .statusCode(409)
                .body("field", is("model"));
    }

    @Test
    void quoteOfMoreThanCanBeKeptIsRefused() {
        var model = "dear-" + newKey();
        Operator.price(model, "{\"input\":\"9000000000\",\"output\":\"9000000000\"}");
        asOperator()
                .body("{\"model\":\"%s\",\"usage\":{\"inputTokens\":2147483647,\"outputTokens\":2}}".formatted(model))
                .post("/v1/quotes")
                .then()
                .statusCode(400)
                .body("field", is("usage"));
    }

    @ParameterizedTest
    @CsvSource({
        "?dryrun=true, query",
        "?dryRun=yes, dryRun",
        "?dryRun=true&dryRun=false, dryRun",
        "?format=xlsx, format",
        "?effectiveFrom=soon, effectiveFrom",
        "?effectiveFrom=2020-01-01T00:00:00Z, effectiveFrom",
        "?dryRun=true&effectiveFrom=2020-01-01T00:00:00Z, effectiveFrom",
        "'', Idempotency-Key"
    })
    void badParameterOfAnImportIsNamedAndNothingIsImported(String query, String field) {
        given().header("Authorization", "Bearer " + Operator.TOKEN)
                .contentType("text/csv")
                .header("Idempotency-Key", field.equals("Idempotency-Key") ? "" : newKey())
                .body("model,input,output\nnever-imported,1,1\n")
                .post("/v1/prices/import" + query)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field));
        asOperator().get("/v1/models/never-imported").then().statusCode(404);
    }

    @Test
    void otherTypesAndMethodsAreProblemsToo() {
        given().header("Authorization", "Bearer " + Operator.TOKEN)
                .contentType("application/xml")
                .body("<prices/>")
                .post("/v1/prices/import")
                .then()
                .statusCode(415)
                .contentType(PROBLEM);
        asOperator().post("/v1/plans").then().statusCode(405).contentType(PROBLEM);
        asOperator().delete("/v1/quotes").then().statusCode(405).contentType(PROBLEM);
    }
}
