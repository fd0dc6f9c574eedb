package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What bad input gets about accounts, identities, limits and keys: the table of docs/operating/accounts.md. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AccountsBadRequestIT {

    private static final String PROBLEM = "application/problem+json";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"currency\":\"EUR\"}              | currency    | must be USD",
                "{\"name\":7}                        | name        | wrong type",
                "{\"metadata\":{\"k\":7}}            | metadata.k  | wrong type",
                "{\"metadata\":{\"k\":null}}         | metadata.k  | must be a text",
                "{\"metadata\":{\" \":\"v\"}}        | metadata    | keys must have",
                "{\"metadata\":\"none\"}             | metadata    | wrong type",
                "{\"creditLimit\":\"-1\"}            | creditLimit | not be negative",
                "{\"creditLimit\":5}                 | creditLimit | wrong type",
                "{\"creditLimit\":\"much\"}          | creditLimit | decimal string",
                "{\"lowBalance\":\"-0.1\"}           | lowBalance  | not be negative",
                "{\"limit\":\"1\"}                   | limit       | not a field"
            })
    void badAccountNamesItsField(String body, String field, String detail) {
        post("/v1/accounts", newKey(), body)
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field))
                .body("detail", containsString(detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                  | body          | changes nothing",
                "[]                                  | body          | JSON object",
                "null                                | body          | JSON object",
                "{\"name\":7}                        | name          | must be a text",
                "{\"name\":\" \"}                    | name          | missing",
                "{\"name\":\"a\",\"name\":\"b\"}     | body          | line 1",
                "{\"creditLimit\":null}              | creditLimit   | cannot be taken out",
                "{\"creditLimit\":7}                 | creditLimit   | must be a text",
                "{\"creditLimit\":\"9999999999\"}    | creditLimit   | must be between",
                "{\"lowBalance\":\"-1\"}             | lowBalance    | not be negative",
                "{\"metadata\":null}                 | metadata      | must be an object",
                "{\"metadata\":{\"k\":{}}}           | metadata.k    | must be a text",
                "{\"status\":\"frozen\"}             | status        | not a field"
            })
    void badPatchNamesItsField(String body, String field, String detail) {
        asOperator()
                .body(body)
                .patch("/v1/accounts/" + Operator.openAccount())
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field))
                .body("detail", containsString(detail));
    }

    @Test
    void tooMuchMetadataIsRefusedAlsoWhereTheMergeMakesItTooMuch() {
        var many = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> "\"k%d\":\"v\"".formatted(i))
                .collect(Collectors.joining(",", "{", "}"));
        var id = post("/v1/accounts", newKey(), "{\"metadata\":" + many + "}")
                .statusCode(201)
                .extract()
                .<String>path("id");
        asOperator()
                .body("{\"metadata\":{\"one more\":\"v\"}}")
                .patch("/v1/accounts/" + id)
                .then()
                .statusCode(400)
                .body("field", is("metadata"));
        post("/v1/accounts", newKey(), "{\"metadata\":" + many.replace("}", ",\"k51\":\"v\"}") + "}")
                .statusCode(400)
                .body("field", is("metadata"));
        post("/v1/accounts", newKey(), "{\"metadata\":{\"k\":\"" + "v".repeat(501) + "\"}}")
                .statusCode(400)
                .body("field", is("metadata.k"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/accounts?id=x, id",
        "/v1/accounts?payer=x, payer",
        "/v1/accounts?name=%20, name",
        "/v1/accounts?status=gone, status",
        "/v1/accounts?metadata=k, metadata",
        "/v1/accounts?metadata=%3Dv, metadata",
        "/v1/accounts?metadata=a%3D1&metadata=b%3D1&metadata=c%3D1&metadata=d%3D1&metadata=e%3D1&metadata=f%3D1, metadata",
        "/v1/accounts?balanceBelow=lots, balanceBelow",
        "/v1/accounts?limit=201, limit",
        "/v1/accounts?cursor=later, cursor",
        "/v1/accounts/x/balance, id",
        "/v1/accounts/1001/balance?at=yesterday, at",
        "/v1/accounts/1001/balance?at=2026-01-01T00:00:00, at",
        "/v1/accounts/1001/balance?at=1999-12-31T23:59:59Z, at",
        "/v1/accounts/1001/balance?at=2999-01-01T00:00:00Z, at",
        "/v1/accounts/1001/keys?cursor=1, cursor",
        "/v1/accounts/1001/keys?limit=0, limit",
        "/v1/accounts/1001/keys/1-1-1-1-1, key",
        "/v1/accounts/1001/keys/x, key"
    })
    void badParameterIsNamed(String path, String field) {
        asOperator()
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "freeze   | {}                                                | reason",
                "freeze   | {\"reason\":\" \"}                                | reason",
                "unfreeze | {\"because\":\"x\"}                               | because",
                "close    | {\"reason\":7}                                    | reason",
                "payers   | {}                                                | payer",
                "payers   | {\"payer\":\"twitter:1\"}                         | payer",
                "payers   | {\"payer\":\"account:1001\"}                      | payer",
                "payers   | {\"payer\":\"telegram:1\",\"from\":\"x\"}         | from",
                "keys     | {}                                                | name",
                "keys     | {\"name\":\"k\",\"models\":[]}                    | models",
                "keys     | {\"name\":\"k\",\"models\":[\"a\",\"a\"]}         | models.1",
                "keys     | {\"name\":\"k\",\"models\":[null]}                | models.0",
                "keys     | {\"name\":\"k\",\"models\":[7]}                   | models.0",
                "keys     | {\"name\":\"k\",\"spendLimit\":\"-1\"}            | spendLimit",
                "keys     | {\"name\":\"k\",\"expiresAt\":\"tomorrow\"}       | expiresAt",
                "keys     | {\"name\":\"k\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}   | expiresAt",
                "keys     | {\"name\":\"k\",\"expiresAt\":\"+10000-01-01T00:00:00Z\"} | expiresAt"
            })
    void badPostNamesItsField(String path, String body, String field) {
        post("/v1/accounts/1001/" + path, newKey(), body)
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"freeze", "unfreeze", "close", "payers", "keys"})
    void postNeedsItsKeyAndAnAccount(String path) {
        var body = switch (path) {
            case "payers" -> "{\"payer\":\"telegram:5\"}";
            case "keys" -> "{\"name\":\"k\"}";
            default -> "{\"reason\":\"risk\"}";
        };
        asOperator()
                .body(body)
                .post("/v1/accounts/1001/" + path)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is("Idempotency-Key"));
        post("/v1/accounts/999999999/" + path, newKey(), body)
                .statusCode(404)
                .contentType(PROBLEM)
                .body("field", is("id"));
        post("/v1/accounts/1/" + path, newKey(), body).statusCode(404);
    }

    @Test
    void unknownAccountOfAMoveIsNamed() {
        post(
                        "/v1/accounts/" + Operator.openAccount() + "/payers",
                        newKey(),
                        "{\"payer\":\"telegram:5\",\"from\":\"999999999\"}")
                .statusCode(404)
                .body("field", is("from"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                              | daily",
                "{\"zone\":\"UTC\"}                              | daily",
                "{\"zone\":\"Mars/Olympus\",\"daily\":\"1\"}     | zone",
                "{\"zone\":\"+02:00\",\"daily\":\"1\"}           | zone",
                "{\"zone\":\"SystemV/EST5\",\"daily\":\"1\"}     | zone",
                "{\"zone\":\"\",\"daily\":\"1\"}                 | zone",
                "{\"daily\":\"-1\"}                              | daily",
                "{\"monthly\":\"x\"}                             | monthly",
                "{\"weekly\":\"1\"}                              | weekly"
            })
    void badLimitsNameTheirField(String body, String field) {
        asOperator()
                .body(body)
                .put("/v1/accounts/" + Operator.openAccount() + "/limits")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                        | key",
                "{\"key\":\"a\",\"hash\":\"b\"}            | key",
                "{\"key\":\" \"}                           | key",
                "{\"hash\":\"abc\"}                        | hash",
                "{\"token\":\"abc\"}                       | token"
            })
    void badIntrospectionNamesItsFieldAndNeverTheKey(String body, String field) {
        asOperator()
                .body(body)
                .post("/v1/keys/introspect")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field));
    }

    @Test
    void unknownThingsAreNotFound() {
        var id = Operator.openAccount();
        for (var path : new String[] {"/balance", "/payers", "/keys", "/limits", ""}) {
            asOperator()
                    .get("/v1/accounts/999999999" + path)
                    .then()
                    .statusCode(404)
                    .contentType(PROBLEM);
        }
        asOperator().get("/v1/accounts/" + id + "/limits").then().statusCode(404);
        asOperator()
                .body("{\"name\":\"x\"}")
                .patch("/v1/accounts/" + id + "/keys/019ab0a0-1c00-7fff-8000-000000000002")
                .then()
                .statusCode(404)
                .body("field", is("key"));
        asOperator().delete("/v1/accounts/" + id + "/payers/telegram:5").then().statusCode(404);
        asOperator()
                .body("{\"name\":\"x\"}")
                .patch("/v1/accounts/999999999")
                .then()
                .statusCode(404);
    }
}
