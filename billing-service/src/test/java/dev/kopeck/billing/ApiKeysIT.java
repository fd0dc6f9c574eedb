package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.billing.domain.ApiKeySecret;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** API keys: shown once, limited, revoked. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ApiKeysIT {

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
    void keyIsShownOnceAndKeptNowhere() {
        // Given
        var path = "/v1/accounts/" + Operator.openAccount() + "/keys";
        var idempotencyKey = newKey();
        // When
        var issued = post(path, idempotencyKey, "{\"name\":\"ci\"}")
                .statusCode(201)
                .body("key", matchesPattern("kp_[A-Za-z0-9_-]{43}"))
                .body("status", is("active"))
                .extract()
                .jsonPath();
        // Then
        var key = issued.getString("key");
        post(path, idempotencyKey, "{\"name\":\"ci\"}")
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("id", is(issued.getString("id")))
                .body("key", nullValue());
        asOperator()
                .get(path + "/" + issued.getString("id"))
                .then()
                .statusCode(200)
                .body("key", nullValue())
                .body("prefix", is(key.substring(0, 11)));
        assertThat(rowsThatShow(key))
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isZero());
        assertThat(database.number("SELECT count(*) FROM api_key WHERE hash = sha256(convert_to(?, 'UTF8'))", key))
                .isOne();
    }

    /** one-api keeps keys as plain text: whoever reads the database spends everybody's money. */
    private Map<String, Long> rowsThatShow(String key) {
        var pattern = "%" + key.substring(11) + "%";
        return Map.of(
                "idempotency", database.number("SELECT count(*) FROM idempotency t WHERE t::text LIKE ?", pattern),
                "audit", database.number("SELECT count(*) FROM audit t WHERE t::text LIKE ?", pattern),
                "api_key", database.number("SELECT count(*) FROM api_key t WHERE t::text LIKE ?", pattern),
                "outbox",
                        database.number(
                                "SELECT count(*) FROM outbox t WHERE convert_from(t.value, 'UTF8') LIKE ?", pattern));
    }

    @Test
    void keysAreListedNewestFirstAndOnlyThoseOfTheAccount() {
        // Given
        var id = Operator.openAccount();
        var first = issue(id, "{\"name\":\"first\",\"models\":[\"" + MODEL + "\"],\"spendLimit\":\"2\"}");
        var second = issue(id, "{\"name\":\"second\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
        var others = issue(Operator.openAccount(), "{\"name\":\"another's\"}");
        var path = "/v1/accounts/" + id + "/keys";
        // Then
        var cursor = asOperator()
                .get(path + "?limit=1")
                .then()
                .statusCode(200)
                .body("items.id", contains(second.getString("id")))
                .body("items[0].expiresAt", is("2099-01-01T00:00:00Z"))
                .extract()
                .<String>path("nextCursor");
        asOperator()
                .get(path + "?limit=1&cursor=" + cursor)
                .then()
                .body("items.id", contains(first.getString("id")))
                .body("items[0].models", contains(MODEL))
                .body("items[0].left", is("2.00"))
                .body("nextCursor", nullValue());
        asOperator()
                .get(path + "/" + others.getString("id"))
                .then()
                .statusCode(404)
                .body("field", is("key"));
        asOperator().delete(path + "/" + others.getString("id")).then().statusCode(404);
        asOperator().get("/v1/accounts/999999999/keys").then().statusCode(404);
    }

    @Test
    void promptsWithAKeyCountAgainstItAndAreLimitedByIt() {
        // Given
        var id = Operator.openAccount();
        Operator.topUp(AccountId.parse(id), "1.00");
        var key = issue(id, "{\"name\":\"bot\",\"spendLimit\":\"0.0005\",\"models\":[\"" + MODEL + "\"]}");
        // When
        var authorized = probe.authorized(prompt(id, key, MODEL));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 50)));
        probe.authorized(prompt(id, key, MODEL));
        // Then
        asOperator()
                .get("/v1/accounts/" + id + "/keys/" + key.getString("id"))
                .then()
                .body("spent", is("0.00015"))
                .body("held", is("0.00025"))
                .body("left", is("0.0001"))
                .body("lastUsedAt", notNullValue());
        introspect(key).body("left.key", is("0.0001")).body("left.balance", is("0.9996"));
        assertThat(probe.declined(prompt(id, key, MODEL)).reason()).isEqualTo(DeclineReason.KEY_LIMIT_REACHED);
        patch(id, key, "{\"spendLimit\":null,\"models\":[\"another\"]}")
                .statusCode(200)
                .body("spendLimit", nullValue())
                .body("left", nullValue());
        assertThat(probe.declined(prompt(id, key, MODEL)).reason()).isEqualTo(DeclineReason.MODEL_NOT_ALLOWED);
        patch(id, key, "{\"models\":null,\"name\":\"renamed\"}").statusCode(200).body("name", is("renamed"));
        probe.authorized(prompt(id, key, MODEL));
    }

    @Test
    void revokedKeyIsDeclinedAtOnceAndToldOf() {
        // Given
        var id = Operator.openAccount();
        Operator.topUp(AccountId.parse(id), "1.00");
        var key = issue(id, "{\"name\":\"leaked\"}");
        var path = "/v1/accounts/" + id + "/keys/" + key.getString("id");
        var open = probe.authorized(prompt(id, key, MODEL));
        // When
        asOperator()
                .delete(path)
                .then()
                .statusCode(200)
                .body("status", is("revoked"))
                .body("revokedAt", notNullValue());
        // Then
        assertThat(probe.declined(prompt(id, key, MODEL)).reason()).isEqualTo(DeclineReason.KEY_INVALID);
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

    @Test
    void accountHasABoundedNumberOfOpenKeysHoweverManyAreIssuedAtOnce() {
        // Given
        var id = Operator.openAccount();
        database.change(
                "INSERT INTO api_key (id, account_id, name, prefix, hash)"
                        + " SELECT gen_random_uuid(), ?, 'k', 'kp_', sha256(convert_to(gen_random_uuid()::text, 'UTF8'))"
                        + " FROM generate_series(1, 98)",
                Long.parseLong(id));
        // When
        var answers = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> post("/v1/accounts/" + id + "/keys", newKey(), "{\"name\":\"k\"}")
                                .extract()
                                .statusCode()))
                .toList();
        // Then
        assertThat(answers.stream().map(CompletableFuture::join).sorted())
                .containsExactly(201, 201, 409, 409, 409, 409);
    }

    private static JsonPath issue(String account, String body) {
        return post("/v1/accounts/" + account + "/keys", newKey(), body)
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static ValidatableResponse patch(String account, JsonPath key, String body) {
        return asOperator()
                .body(body)
                .patch("/v1/accounts/" + account + "/keys/" + key.getString("id"))
                .then();
    }

    private static ValidatableResponse introspect(JsonPath key) {
        return asOperator()
                .body("{\"key\":\"" + key.getString("key") + "\"}")
                .post("/v1/keys/introspect")
                .then()
                .statusCode(200);
    }

    private static PromptSubmitted prompt(String account, JsonPath key, String model) {
        return new PromptSubmitted(
                probe.newId(),
                Payer.account(AccountId.parse(account)),
                Channel.TELEGRAM,
                model,
                100,
                100,
                5,
                UUID.fromString(key.getString("id")));
    }
}
