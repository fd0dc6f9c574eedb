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
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** API keys: shown once, listed, limited. */
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
        var authorized = probe.authorized(prompt(probe, id, key, MODEL));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 50)));
        probe.authorized(prompt(probe, id, key, MODEL));
        // Then
        asOperator()
                .get("/v1/accounts/" + id + "/keys/" + key.getString("id"))
                .then()
                .body("spent", is("0.00015"))
                .body("held", is("0.00025"))
                .body("left", is("0.0001"))
                .body("lastUsedAt", notNullValue());
        introspect(key).body("left.key", is("0.0001")).body("left.balance", is("0.9996"));
        assertThat(probe.declined(prompt(probe, id, key, MODEL)).reason()).isEqualTo(DeclineReason.KEY_LIMIT_REACHED);
        patch(id, key, "{\"spendLimit\":null,\"models\":[\"another\"]}")
                .statusCode(200)
                .body("spendLimit", nullValue())
                .body("left", nullValue());
        assertThat(probe.declined(prompt(probe, id, key, MODEL)).reason()).isEqualTo(DeclineReason.MODEL_NOT_ALLOWED);
        patch(id, key, "{\"models\":null,\"name\":\"renamed\"}").statusCode(200).body("name", is("renamed"));
        probe.authorized(prompt(probe, id, key, MODEL));
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
}
