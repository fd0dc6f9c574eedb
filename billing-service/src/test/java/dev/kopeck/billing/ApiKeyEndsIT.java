package dev.kopeck.billing;

import static dev.kopeck.billing.ApiKeySteps.introspect;
import static dev.kopeck.billing.ApiKeySteps.issue;
import static dev.kopeck.billing.ApiKeySteps.patch;
import static dev.kopeck.billing.ApiKeySteps.prompt;
import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.billing.domain.ApiKeySecret;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a gateway is told of a key, and how a key ends: revoked, expired. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ApiKeyEndsIT {

    private static BillingProbe probe;

    private final Database database = new Database();

    @BeforeAll
    static void open() {
        probe = new BillingProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    @AfterAll
    static void close() {
        probe.close();
    }

    @Test
    void revokedKeyIsDeclinedAtOnceAndToldOf() {
        // Given
        var id = Operator.openAccount();
        Operator.topUp(AccountId.parse(id), "1.00");
        var key = issue(id, "{\"name\":\"leaked\"}");
        var path = "/v1/accounts/" + id + "/keys/" + key.getString("id");
        var open = probe.authorized(prompt(probe, id, key, MODEL));
        // When
        asOperator()
                .delete(path)
                .then()
                .statusCode(200)
                .body("status", is("revoked"))
                .body("revokedAt", notNullValue());
        // Then
        assertThat(probe.declined(prompt(probe, id, key, MODEL)).reason()).isEqualTo(DeclineReason.KEY_INVALID);
        introspect(key).body("active", is(false)).body("reason", is("key_revoked"));
        var event = probe.value(
                probe.kafka.await(
                        Topic.ACCOUNTS_CHANGED,
                        seen -> seen.text().contains("key_revoked")
                                && seen.text().contains(key.getString("id"))),
                AccountChanged.class);
        assertThat(event.apiKeyId()).isEqualTo(UUID.fromString(key.getString("id")));
        assertThat(event.accountId()).isEqualTo(AccountId.parse(id));
        // And it stays so, and what was held under it is still charged
        var revokedAt = asOperator().get(path).then().extract().<String>path("revokedAt");
        asOperator().delete(path).then().statusCode(200).body("revokedAt", is(revokedAt));
        patch(id, key, "{\"name\":\"again\"}").statusCode(409).body("type", is("urn:kopeck:problem:key-revoked"));
        probe.settled(probe.completion(open, Outcome.COMPLETED, Usage.of(100, 50)));
        asOperator().get(path).then().body("spent", is("0.00015")).body("held", is("0.00"));
    }

    @Test
    void revokedByManyAtOnceIsToldOnce() {
        // Given
        var id = Operator.openAccount();
        var key = issue(id, "{\"name\":\"leaked\"}");
        // When
        var racing = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.runAsync(() -> asOperator()
                        .delete("/v1/accounts/" + id + "/keys/" + key.getString("id"))
                        .then()
                        .statusCode(200)))
                .toList();
        racing.forEach(CompletableFuture::join);
        // Then
        post("/v1/accounts/" + id + "/freeze", newKey(), "{\"reason\":\"after it\"}")
                .statusCode(201);
        var payer = Payer.account(AccountId.parse(id)).value();
        probe.kafka.await(
                Topic.ACCOUNTS_CHANGED,
                seen -> payer.equals(seen.key()) && seen.text().contains("\"frozen\""));
        assertThat(probe.kafka.records(
                        Topic.ACCOUNTS_CHANGED.topicName(),
                        seen -> payer.equals(seen.key()) && seen.text().contains("key_revoked")))
                .hasSize(1);
    }

    @Test
    void introspectionTellsAGatewayAllThatItNeeds() {
        // Given
        var id = Operator.openAccount();
        Operator.topUp(AccountId.parse(id), "1.00");
        asOperator()
                .body("{\"daily\":\"0.4\"}")
                .put("/v1/accounts/" + id + "/limits")
                .then()
                .statusCode(200);
        var key = issue(id, "{\"name\":\"gw\",\"models\":[\"a\",\"b\"],\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
        // Then
        introspect(key)
                .header("Cache-Control", "private, max-age=1")
                .body("active", is(true))
                .body("reason", nullValue())
                .body("keyId", is(key.getString("id")))
                .body("keyName", is("gw"))
                .body("accountId", is(id))
                .body("accountStatus", is("active"))
                .body("payer", is("account:" + id))
                .body("models", contains("a", "b"))
                .body("left.balance", is("1.00"))
                .body("left.daily", is("0.40"))
                .body("left.monthly", nullValue())
                .body("left.key", nullValue())
                .body("expiresAt", is("2099-01-01T00:00:00Z"))
                .body("key", nullValue());
        var hash = HexFormat.of().formatHex(new ApiKeySecret(key.getString("key")).hash());
        asOperator()
                .body("{\"hash\":\"" + hash + "\"}")
                .post("/v1/keys/introspect")
                .then()
                .statusCode(200)
                .body("keyId", is(key.getString("id")));
        post("/v1/accounts/" + id + "/freeze", newKey(), "{\"reason\":\"risk\"}")
                .statusCode(201);
        introspect(key).body("active", is(false)).body("reason", is("account_frozen"));
    }

    @Test
    void scenario15_keyEndsByTheDatabasesClock() {
        // Given
        var id = Operator.openAccount();
        var key = issue(id, "{\"name\":\"short\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
        // When
        database.change(
                "UPDATE api_key SET expires_at = clock_timestamp() WHERE id = ?", UUID.fromString(key.getString("id")));
        // Then
        introspect(key).body("active", is(false)).body("reason", is("key_expired"));
        patch(id, key, "{\"expiresAt\":null}").statusCode(200).body("status", is("active"));
        introspect(key).body("active", is(true));
    }

    @Test
    void unknownKeyTellsNothing() {
        for (var body : new String[] {"{\"key\":\"kp_guess\"}", "{\"hash\":\"" + "0".repeat(64) + "\"}"}) {
            var answer = asOperator()
                    .body(body)
                    .post("/v1/keys/introspect")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            assertThat(answer).isEqualTo("{\"active\":false}");
        }
    }
}
