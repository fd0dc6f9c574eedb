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
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table "What bad input gets" of docs/operating/trust.md, row by row. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class TrustBadRequestIT {

    private static final String PROBLEM = "application/problem+json";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/ops/parked/1001/unpark",
                "/v1/ops/proofs",
                "/v1/ops/seals/verify",
                "/v1/ops/reconciliations",
                "/v1/ops/reconciliations/telegram-stars"
            })
    void postWithoutKeyIsRefused(String path) {
        var body = "{\"reason\":\"r\"}";
        if (path.endsWith("proofs")) {
            body = "{}";
        } else if (path.endsWith("verify")) {
            body = "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T01:00:00Z\"}";
        } else if (path.endsWith("reconciliations")) {
            body = "{\"kind\":\"kafka\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T01:00:00Z\"}";
        } else if (path.endsWith("stars")) {
            body = "{\"transactions\":[{\"id\":\"a\",\"amount\":1,\"date\":5}]}";
        }
        asOperator()
                .body(body)
                .post(path)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/ops/parked/abc/unpark  | {\"reason\":\"r\"}  | id     | whole number",
                "/v1/ops/parked/1001/unpark | {}                  | reason | missing",
                "/v1/ops/parked/1001/unpark | {\"reason\":5}      | reason | wrong type",
                "/v1/ops/proofs             | {\"now\":true}      | now    | not a field",
                "/v1/ops/seals/verify | {\"from\":\"2026-01-01T00:30:00Z\",\"to\":\"2026-01-01T01:00:00Z\"} | from | whole hour",
                "/v1/ops/seals/verify | {\"from\":\"2026-01-01\",\"to\":\"2026-01-01T01:00:00Z\"}           | from | RFC 3339",
                "/v1/ops/seals/verify | {\"from\":\"2026-01-01T00:00:00Z\"}                                 | to   | missing",
                "/v1/ops/seals/verify | {\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"} | to   | 1 to 8784 hours",
                "/v1/ops/seals/verify | {\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2028-01-01T00:00:00Z\"} | to   | 1 to 8784 hours",
                "/v1/ops/reconciliations | {\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T01:00:00Z\"} | kind | missing",
                "/v1/ops/reconciliations | {\"kind\":\"stripe\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T01:00:00Z\"} | kind | must be kafka",
                "/v1/ops/reconciliations | {\"kind\":\"kafka\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-04T01:00:00Z\"} | to | 1 to 48 hours",
                "/v1/ops/reconciliations | {\"kind\":\"kafka\",\"from\":\"2999-01-01T00:00:00Z\",\"to\":\"2999-01-01T01:00:00Z\"} | to | at the latest",
                "/v1/ops/reconciliations/telegram-stars | {\"transactions\":{}}     | transactions | array",
                "/v1/ops/reconciliations/telegram-stars | {\"transactions\":[]}     | body         | nothing to compare",
                "/v1/ops/reconciliations/telegram-stars | {\"transactions\":[       | body         | line 1",
                "/v1/ops/reconciliations/telegram-stars | {\"transactions\":[{\"amount\":1,\"date\":5}]} | transactions.0 | id must",
                "/v1/ops/reconciliations/telegram-stars | {\"transactions\":[{\"id\":\"a\",\"amount\":1.5,\"date\":5}]} | transactions.0.amount | whole number",
                "/v1/ops/reconciliations/telegram-stars | {\"transactions\":[{\"id\":\"a\",\"amount\":1}]} | transactions.0.date | whole number",
                "/v1/ops/reconciliations/telegram-stars?starValue=0 | {\"transactions\":[]} | starValue | more than zero"
            })
    void badBodyNamesItsField(String path, String body, String field, String detail) {
        post(path, newKey(), body)
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field))
                .body("detail", containsString(detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provider-usage | date,model,input_tokens,output_tokens;2026-01-01,m,1,1;2026-01-01,m,x,1 | line 3 | input_tokens",
                "provider-usage | date,model,input_tokens,output_tokens                                   | body   | nothing to compare",
                "provider-usage | date,model,input_tokens,output_tokens;2024-01-01,m,1,1;2026-01-01,m,1,1 | body   | 366 days",
                "telegram-stars | id,amount,date;a,-5,1                                                   | line 2 | negative"
            })
    void badLineOfAFileIsNamed(String kind, String text, String field, String detail) {
        upload(kind, text.replace(';', '\n'))
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field))
                .body("detail", containsString(detail));
    }

    @Test
    void fileThatIsTooLargeOrNoTextIsRefused() {
        upload("provider-usage", "date\n" + "x".repeat(1_000_000))
                .statusCode(413)
                .contentType(PROBLEM);
        given().header("Authorization", "Bearer " + Operator.TOKEN)
                .header("Idempotency-Key", newKey())
                .contentType("text/csv")
                .body(new byte[] {'d', (byte) 0xFF, (byte) 0xFE})
                .post("/v1/ops/reconciliations/provider-usage")
                .then()
                .statusCode(400)
                .body("field", is("body"))
                .body("detail", containsString("UTF-8"));
        post("/v1/ops/reconciliations/provider-usage", newKey(), "{}")
                .statusCode(415)
                .contentType(PROBLEM);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/ops/parked?limit=0, limit",
        "/v1/ops/parked?cursor=x, cursor",
        "/v1/ops/proofs?limit=201, limit",
        "/v1/ops/proofs?cursor=x, cursor",
        "/v1/ops/proofs/x, id",
        "/v1/ops/seals?cursor=yesterday, cursor",
        "/v1/ops/seals/verifications/x, id",
        "/v1/ops/reconciliations?kind=x, kind",
        "/v1/ops/reconciliations?cursor=x, cursor",
        "/v1/ops/reconciliations/x, id"
    })
    void badParameterIsNamed(String path, String field) {
        asOperator().get(path).then().statusCode(400).contentType(PROBLEM).body("field", is(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/ops/proofs/00000000-0000-7000-8000-000000000000",
                "/v1/ops/seals/verifications/00000000-0000-7000-8000-000000000000",
                "/v1/ops/reconciliations/00000000-0000-7000-8000-000000000000"
            })
    void whatIsNotThereIsNotFound(String path) {
        asOperator().get(path).then().statusCode(404).contentType(PROBLEM).body("field", is("id"));
    }

    @Test
    void unknownAccountCannotBeUnparked() {
        post("/v1/ops/parked/999999999/unpark", newKey(), "{\"reason\":\"r\"}").statusCode(404);
        post("/v1/ops/parked/1/unpark", newKey(), "{\"reason\":\"r\"}").statusCode(404);
    }

    private static ValidatableResponse upload(String kind, String text) {
        return given().header("Authorization", "Bearer " + Operator.TOKEN)
                .header("Idempotency-Key", newKey())
                .contentType("text/csv")
                .body(text)
                .post("/v1/ops/reconciliations/" + kind)
                .then();
    }
}
