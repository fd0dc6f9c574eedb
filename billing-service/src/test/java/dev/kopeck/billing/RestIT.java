package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
        post(
                        "/v1/accounts/" + id + "/top-ups",
                        newKey(),
                        "{\"amount\":\"5.000000001\",\"reference\":\"R-1 of " + id + "\"}")
                .statusCode(201)
                .body("accountId", is(id))
                .body("amount", is("5.000000001"))
                .body("balanceAfter", is("6.000000001"))
                .body("reference", is("R-1 of " + id));
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
                .get("/v1/prices?model=" + model)
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
                .get("/v1/prices?model=gpt-4o-mini")
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
