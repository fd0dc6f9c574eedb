package dev.kopeck.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What bad input gets: each row of the table in docs/gateway/prompts.md. */
@QuarkusTest
class PromptsBadRequestIT extends PromptApiIT {

    private static final String SECRET = "xyzzy-plugh";
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("", "body"),
                Arguments.of("null", "body"),
                Arguments.of("[]", "body"),
                Arguments.of("\"" + SECRET + "\"", "body"),
                Arguments.of("{\"model\":\"kopeck-sim\"," + HELLO, "body"),
                Arguments.of("{" + HELLO + "}", "model"),
                Arguments.of("{\"model\":7," + HELLO + "}", "model"),
                Arguments.of("{\"model\":\"\"," + HELLO + "}", "model"),
                Arguments.of("{\"model\":\"kopeck-sim\"}", "messages"),
                Arguments.of("{\"model\":\"kopeck-sim\",\"messages\":[]}", "messages"),
                Arguments.of("{\"model\":\"kopeck-sim\",\"messages\":[null]}", "messages.0"),
                Arguments.of("{\"model\":\"kopeck-sim\",\"messages\":\"" + SECRET + "\"}", "messages"),
                Arguments.of(
                        "{\"model\":\"kopeck-sim\",\"messages\":[{\"role\":\"" + SECRET + "\",\"content\":\"a\"}]}",
                        "messages.0.role"),
                Arguments.of("{\"model\":\"kopeck-sim\",\"messages\":[{\"content\":\"a\"}]}", "messages.0.role"),
                Arguments.of("{\"model\":\"kopeck-sim\",\"messages\":[{\"role\":\"user\"}]}", "messages.0.content"),
                Arguments.of(
                        "{\"model\":\"kopeck-sim\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}",
                        "messages.0.content"),
                Arguments.of("{\"model\":\"kopeck-sim\"," + HELLO + ",\"maxOutputTokens\":0}", "maxOutputTokens"),
                Arguments.of("{\"model\":\"kopeck-sim\"," + HELLO + ",\"maxOutputTokens\":1.5}", "maxOutputTokens"),
                Arguments.of("{\"model\":\"kopeck-sim\"," + HELLO + ",\"maxOutputTokens\":\"9\"}", "maxOutputTokens"),
                Arguments.of("{\"model\":\"kopeck-sim\"," + HELLO + ",\"priority\":10}", "priority"),
                Arguments.of("{\"model\":\"kopeck-sim\"," + HELLO + ",\"priority\":-1}", "priority"),
                Arguments.of("{\"model\":\"kopeck-sim\"," + HELLO + ",\"temperature\":1}", "temperature"),
                Arguments.of("{\"model\":\"kopeck-sim\",\"model\":\"m\"," + HELLO + "}", "body"),
                Arguments.of("{\"model\":\"kopeck-sim\"," + HELLO + ",\"callbackUrl\":\"ftp://a/\"}", "callbackUrl"),
                Arguments.of("{\"model\":\"kopeck-sim\"," + HELLO + ",\"callbackUrl\":\"not a url\"}", "callbackUrl"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBadBodyIsNamedAndNeverQuoted(String body, String field) {
        post(billing.issue(), "", body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", is("urn:kopeck:problem:invalid-request"))
                .body("field", is(field))
                .body(not(containsString(SECRET)));
    }

    @Test
    void anUnknownModelIsNotFound() {
        post(billing.issue(), "", "{\"model\":\"nobodys\"," + HELLO + "}")
                .statusCode(404)
                .body("type", is("urn:kopeck:problem:model-not-found"))
                .body("field", is("model"));
    }

    @Test
    void aModelThatTheKeyIsNotForLooksTheSame() {
        // Given
        var key = billing.issue();
        billing.onlyFor(key, "another");
        // Then
        post(key, "", asking("Hi")).statusCode(404).body("type", is("urn:kopeck:problem:model-not-found"));
    }

    @Test
    void whatNoAnswerFitsToIsRefusedBeforeAnythingIsHeld() {
        post(billing.issue(), "", asking("word ".repeat(9_000)))
                .statusCode(400)
                .body("type", is("urn:kopeck:problem:context-length-exceeded"))
                .body("field", is("messages"));
    }

    @Test
    void aLargeBodyIsRefused() {
        post(billing.issue(), "", asking("a".repeat(1_100_000)))
                .statusCode(413)
                .body("type", is("urn:kopeck:problem:too-large"));
    }

    @Test
    void aFrozenAccountMayLookAndNotSpend() {
        // Given
        var key = billing.issue();
        billing.freeze(key);
        // Then
        post(key, "", asking("Hi")).statusCode(402).body("type", is("urn:kopeck:problem:account-frozen"));
        get(key, "/v1/prompts").statusCode(200);
    }

    @Test
    void aLongIdempotencyKeyIsRefused() {
        post(billing.issue(), "k".repeat(201), asking("Hi")).statusCode(400).body("field", is("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/prompts?limit=0, limit",
        "/v1/prompts?limit=201, limit",
        "/v1/prompts?limit=many, limit",
        "/v1/prompts?cursor=x, cursor",
        "/v1/prompts?status=done, status",
        "/v1/prompts?status=QUEUED, status",
        "/v1/prompts?from=yesterday, from",
        "/v1/prompts?to=2026-11-25, to",
        "/v1/prompts/0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11?wait=31s, wait",
        "/v1/prompts/0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11?wait=-1s, wait",
        "/v1/prompts/0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11?wait=long, wait"
    })
    void aBadParameterIsNamed(String path, String field) {
        get(billing.issue(), path).statusCode(400).body("field", is(field));
    }

    @ParameterizedTest
    @CsvSource({"0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11", "7", "x", "0193565e-5d0c-4b1e-9a51-6c1f2b7f0a11"})
    void whatIsNobodysPromptIsNotFound(String id) {
        get(billing.issue(), "/v1/prompts/" + id).statusCode(404).body("field", is("id"));
        cancel(billing.issue(), id).statusCode(404);
    }

    @Test
    void whatThisIsNotForIsSaid() {
        var key = billing.issue();
        given().header("Authorization", key.bearer())
                .put("/v1/prompts")
                .then()
                .statusCode(405)
                .contentType("application/problem+json");
        given().header("Authorization", key.bearer())
                .contentType(ContentType.TEXT)
                .body("Hi")
                .post("/v1/prompts")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
        get(key, "/v1/prompts/a/b").statusCode(404).contentType("application/problem+json");
        get(key, "/v1/nothing").statusCode(404).body("error.code", is("not_found"));
    }

    @Test
    void whoAsksTooOftenIsToldHowLongToWait() {
        // Given
        var key = billing.issue(ModelSimulatorResource.LIMITED_ACCOUNT);
        int share = Integer.parseInt(
                get(key, "/v1/prompts").statusCode(200).extract().header("x-ratelimit-limit-requests"));
        for (int left = share - 2; left >= 0; left--) {
            get(key, "/v1/prompts").statusCode(200).header("x-ratelimit-remaining-requests", Integer.toString(left));
        }
        // Then
        get(key, "/v1/prompts")
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .header("x-ratelimit-remaining-requests", "0")
                .header("x-ratelimit-reset-requests", notNullValue())
                .body("type", is("urn:kopeck:problem:rate-limit-exceeded"))
                .body("detail", containsString("account"));
        given().get("/q/metrics")
                .then()
                .body(containsString("kopeck_gateway_requests_refused_total{reason=\"account_limit_requests\"}"));
    }
}
