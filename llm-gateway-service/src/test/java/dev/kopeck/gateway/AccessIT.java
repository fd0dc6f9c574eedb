package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.gateway.BillingStub.ApiKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and how fast those who should not any more are kept out. */
@QuarkusTest
class AccessIT extends GatewayIT {

    private static final String NOBODYS = "kp_" + "A".repeat(43);

    @AfterEach
    void billingIsThere() {
        billing.comeBack();
    }

    @Test
    void whoHasAKeyGetsIn() {
        me(billing.issue()).statusCode(200).body("key.name", is("ci"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/me", "/v1/prompts", "/v1/prompts/x", "/v1/me/balance"})
    void ourOwnApiTellsByAProblem(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("type", is("urn:kopeck:problem:invalid-api-key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/nothing", "/v1/meow", "/nothing", "//v1/me", "/v1/%6de"})
    void allElseTellsAsOpenAiDoes(String path) {
        given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + NOBODYS)
                .get(path)
                .then()
                .statusCode(401)
                .body(containsString("invalid"));
    }

    @Test
    void openAisClientsUnderstandWhatIsWrong() {
        given().header("Authorization", "Bearer " + NOBODYS)
                .get("/v1/models")
                .then()
                .statusCode(401)
                .contentType("application/json")
                .body("error.type", is("invalid_request_error"))
                .body("error.code", is("invalid_api_key"))
                .body("error.message", notNullValue())
                .body("error.param", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic abc", "Bearer kp_short", "bearer sk-not-ours", "kp_x"})
    void whatIsNoKeyIsNotAskedAbout(String header) {
        given().header("Authorization", header).get("/v1/me").then().statusCode(401);
    }

    @Test
    void aKeyThatHasEndedSaysSo() {
        // Given
        var revoked = billing.issue();
        billing.revoke(revoked);
        var expired = billing.issue();
        billing.expire(expired);
        // Then
        me(revoked).statusCode(401).body("detail", containsString("revoked"));
        me(expired).statusCode(401).body("detail", containsString("expired"));
    }

    @Test
    void aRevokedKeyIsOutWithinASecondEvenWhereNobodyTells() {
        // Given
        var key = billing.issue();
        me(key).statusCode(200);
        long before = System.nanoTime();
        // When
        billing.revoke(key);
        // Then
        eventually(() -> me(key).statusCode(401));
        assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
    }

    @Test
    void whatBillingTellsOfAKeyOrAnAccountHoldsAtOnce() {
        // Given: an event is only heard by who listens already
        eventually(() -> {
            var key = billing.issue();
            me(key).statusCode(200);
            billing.revoke(key);
            tell(key, Change.KEY_REVOKED);
            // Then
            assertThat(asksAgainAtOnce(key)).isTrue();
        });
        eventually(() -> {
            var key = billing.issue();
            me(key).statusCode(200);
            billing.freeze(key);
            tell(key, Change.FROZEN);
            assertThat(asksAgainAtOnce(key)).isTrue();
        });
    }

    @Test
    void oneQuestionAnswersAllWhoAskAtOnce() {
        // Given
        var key = billing.issue();
        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> me(key).statusCode(200), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
        // Then: some seconds' worth at most
        assertThat(billing.introspections(key)).isBetween(1L, 5L);
    }

    @Test
    void withoutBillingNobodyGetsInAndAllAreBackByThemselves() {
        // Given
        var key = billing.issue();
        // When
        billing.goAway();
        // Then
        me(key).statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("type", is("urn:kopeck:problem:unavailable"));
        billing.comeBack();
        eventually(() -> me(key).statusCode(200));
    }

    @Test
    void aChangeThatCannotBeReadIsPutAside() {
        var value = "{\"change\":\"no change\"}".getBytes(StandardCharsets.UTF_8);
        eventually(() -> {
            kafka.send(new WireRecord(Topic.ACCOUNTS_CHANGED, "account:1", Map.of(), value));
            assertThat(kafka.records(Topic.ACCOUNTS_CHANGED.deadLetterName(), record -> true))
                    .isNotEmpty();
        });
    }

    /** Fresh answers are kept for a second; less than that passes here. */
    private boolean asksAgainAtOnce(ApiKey key) {
        long before = billing.introspections(key);
        long end = System.nanoTime() + 700_000_000L;
        while (System.nanoTime() < end) {
            me(key);
            if (billing.introspections(key) > before) {
                return true;
            }
        }
        return false;
    }

    private void tell(ApiKey key, Change change) {
        var account = new AccountId(key.accountId());
        kafka.send(CODEC.encode(
                new AccountChanged(
                        UUID.randomUUID(),
                        Payer.account(account),
                        account,
                        change,
                        Nanos.ZERO,
                        Nanos.ZERO,
                        "USD",
                        change == Change.KEY_REVOKED ? key.id() : null),
                Instant.now()));
    }

    private static ValidatableResponse me(ApiKey key) {
        return given().header("Authorization", key.bearer()).get("/v1/me").then();
    }
}
