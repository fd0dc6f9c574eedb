package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's REST API: what it gives, and what bad input gets. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RestIT {

    private static final String PROBLEM = "application/problem+json";

    private static BillingProbe probe;

    @BeforeAll
    static void open() {
        probe = new BillingProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    @AfterAll
    static void close() {
        probe.close();
    }

    @Test
    void payerIsRegisteredOnFirstContactAndFoundAfterwards() {
        var payer = BillingProbe.stranger();
        var id = asOperator()
                .put("/v1/payers/" + payer)
                .then()
                .statusCode(200)
                .body("registered", is(true))
                .body("granted", is("1.00"))
                .body("payers", contains(payer.value()))
                .body("currency", is("USD"))
                .body("status", is("active"))
                .body("balance.posted", is("1.00"))
                .body("balance.held", is("0.00"))
                .body("balance.available", is("1.00"))
                .body("createdAt", containsString("T"))
                .extract()
                .<String>path("id");
        asOperator()
                .put("/v1/payers/" + payer)
                .then()
                .statusCode(200)
                .body("id", is(id))
                .body("registered", is(false))
                .body("granted", nullValue());
        asOperator().put("/v1/payers/account:" + id).then().statusCode(200).body("id", is(id));
        asOperator().get("/v1/accounts/" + id).then().statusCode(200).body("registered", nullValue());
    }

    @Test
    void manyFirstContactsAtOnceGiveOneAccountAndOneGrant() {
        // Given
        var payer = BillingProbe.stranger();
        // When
        var answers = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    if (i % 4 == 0) {
                        probe.submit(probe.prompt(payer, BillingProbe.MODEL, 1, 1));
                    }
                    return asOperator()
                            .put("/v1/payers/" + payer)
                            .then()
                            .statusCode(200)
                            .extract()
                            .<String>path("id");
                }))
                .toList();
        // Then
        assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        var account = Long.parseLong(answers.getFirst().join());
        var database = new Database();
        assertThat(database.number("SELECT count(*) FROM ledger WHERE customer_account = ? AND kind = 7", account))
                .isOne();
        probe.kafka.await(Topic.ACCOUNTS_CHANGED, seen -> payer.value().equals(seen.key()));
        probe.authorized(probe.prompt(payer, BillingProbe.MODEL, 1, 1));
        assertThat(probe.kafka.records(
                        Topic.ACCOUNTS_CHANGED.topicName(),
                        seen -> payer.value().equals(seen.key())))
                .hasSize(1);
    }

    @Test
    void topUpIsPostedAndToldOf() {
        // Given
        var payer = BillingProbe.stranger();
        var id = asOperator().put("/v1/payers/" + payer).then().extract().<String>path("id");
        // When
        post("/v1/accounts/" + id + "/top-ups", newKey(), "{\"amount\":\"5.000000001\",\"reference\":\"R-1\"}")
                .statusCode(201)
                .body("accountId", is(id))
                .body("amount", is("5.000000001"))
                .body("balanceAfter", is("6.000000001"))
                .body("reference", is("R-1"));
        // Then
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("6.000000001"));
        var event = probe.value(
                probe.kafka.await(
                        Topic.ACCOUNTS_CHANGED,
                        seen -> payer.value().equals(seen.key()) && seen.text().contains("credited")),
                AccountChanged.class);
        assertThat(event.amount()).isEqualTo(Nanos.parse("5.000000001"));
        assertThat(event.balance()).isEqualTo(Nanos.parse("6.000000001"));
    }

    @Test
    void openedAccountHasNoGrantAndPaysWhenToppedUp() {
        var id = post("/v1/accounts", newKey(), "{\"currency\":\"USD\"}")
                .statusCode(201)
                .body("balance.posted", is("0.00"))
                .body("payers", is(List.of()))
                .extract()
                .<String>path("id");
        Operator.topUp(AccountId.parse(id), "0.50");
        var authorized =
                probe.authorized(probe.prompt(Payer.account(AccountId.parse(id)), BillingProbe.MODEL, 100, 100));
        assertThat(authorized.accountId()).isEqualTo(AccountId.parse(id));
    }

    @Test
    void statementListsNewestFirstInPages() {
        // Given
        var payer = BillingProbe.stranger();
        var authorized = probe.authorized(probe.prompt(payer, BillingProbe.MODEL, 100, 1000));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        Operator.topUp(authorized.accountId(), "2.00");
        var path = "/v1/accounts/" + authorized.accountId() + "/transactions";
        // When
        var cursor = asOperator()
                .get(path + "?limit=2")
                .then()
                .statusCode(200)
                .body("items.kind", contains("top_up", "charge"))
                .body("items[0].amount", is("2.00"))
                .body("items[1].id", is(authorized.promptId().toString()))
                .body("items[1].amount", is("-0.00007"))
                .body("items[1].balanceAfter", is("0.99993"))
                .body("items[1].heldReleased", is("0.00198"))
                .body("items[1].model", is(BillingProbe.MODEL))
                .body("items[1].priceVersion", is(authorized.price().version()))
                .body("nextCursor", notNullValue())
                .extract()
                .<String>path("nextCursor");
        // Then
        asOperator()
                .get(path + "?limit=2&cursor=" + cursor)
                .then()
                .body("items.kind", contains("grant"))
                .body("items[0].reference", is("welcome"))
                .body("items[0].createdAt", containsString("T"))
                .body("nextCursor", nullValue());
    }

    @Test
    void priceTakesDefaultsAndTiers() {
        var model = "m-" + probe.newId();
        post("/v1/prices", newKey(), """
                {"model":"%s","currency":"USD","rates":{"input":"2.50","output":"10"},
                 "tiers":[{"aboveInputTokens":200000,"rates":{"input":"5","cachedInput":"0.5","output":"15"}}]}""".formatted(model))
                .statusCode(201)
                .body("model", is(model))
                .body("rates.cachedInput", is("2.50"))
                .body("rates.cacheWrite", is("2.50"))
                .body("rates.reasoning", is("10.00"))
                .body("tiers[0].aboveInputTokens", is(200000))
                .body("tiers[0].rates.cachedInput", is("0.50"))
                .body("tiers[0].rates.cacheWrite", is("5.00"));
        asOperator()
                .get("/v1/prices")
                .then()
                .statusCode(200)
                .body("items.model", hasItem(model))
                .body("items.find { it.model == '" + model + "' }.tiers[0].rates.reasoning", is("15.00"));
    }

    @Test
    void initialPricesAreThereOnce() {
        assertThat(new Database().number("SELECT count(*) FROM price WHERE model = 'gpt-4.1-mini'"))
                .isOne();
        asOperator()
                .get("/v1/prices")
                .then()
                .body("items.find { it.model == 'gpt-4o-mini' }.rates.cachedInput", is("0.075"))
                .body("items.find { it.model == 'gpt-4o-mini' }.rates.cacheWrite", is("0.15"));
    }

    @Test
    void sameKeyAndBodyGetTheRecordedAnswer() {
        // Given
        var path = "/v1/accounts/" + Operator.openAccount() + "/top-ups";
        var key = newKey();
        var first = post(path, key, "{\"amount\":\"3.00\",\"reference\":\"once\"}")
                .statusCode(201)
                .header("Idempotent-Replayed", nullValue())
                .extract()
                .asString();
        // When
        var again = post(path, key, "{ \"reference\":\"once\", \"amount\":\"3.00\" }")
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .extract()
                .asString();
        // Then
        assertThat(again).isEqualTo(first);
        asOperator().get(path.replace("/top-ups", "")).then().body("balance.posted", is("3.00"));
    }

    @Test
    void sameKeyAtTheSameMomentPostsOnce() {
        // Given
        var account = "/v1/accounts/" + Operator.openAccount();
        var key = newKey();
        // When
        var answers = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> post(account + "/top-ups", key, "{\"amount\":\"3.00\"}")
                                .statusCode(201)
                                .extract()
                                .<String>path("id")))
                .toList();
        // Then
        assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        asOperator().get(account).then().body("balance.posted", is("3.00"));
    }

    @Test
    void sameKeyWithAnotherBodyIsRefused() {
        var path = "/v1/accounts/" + Operator.openAccount() + "/top-ups";
        var key = newKey();
        post(path, key, "{\"amount\":\"3.00\"}").statusCode(201);
        post(path, key, "{\"amount\":\"4.00\"}")
                .statusCode(422)
                .contentType(PROBLEM)
                .body("field", is("Idempotency-Key"));
    }

    @Test
    void keyOfARefusedRequestCanBeUsedAgainAndIsScopedByPath() {
        var key = newKey();
        var id = Operator.openAccount();
        post("/v1/accounts/999999999/top-ups", key, "{\"amount\":\"3.00\"}").statusCode(404);
        post("/v1/accounts/" + id + "/top-ups", key, "{\"amount\":\"9223372036\"}")
                .statusCode(201);
        post("/v1/accounts/" + id + "/top-ups", newKey(), "{\"amount\":\"1\"}")
                .statusCode(400)
                .body("field", is("amount"));
        post("/v1/accounts", key, "{}").statusCode(201).header("Idempotent-Replayed", nullValue());
    }

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

    @Test
    void healthAndMetricsNeedNoToken() {
        // Ready only once Kafka has given the consumers their partitions
        Eventually.eventually(() -> given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItem(containsString("PostgreSQL")))
                .body("checks.name", hasItem(containsString("SmallRye Reactive Messaging"))));
        given().get("/q/health/live").then().statusCode(200).body("checks.status", everyItem(not("DOWN")));
        given().get("/q/metrics").then().statusCode(200).body(containsString("kopeck_billing_holds_overdue"));
    }
}
