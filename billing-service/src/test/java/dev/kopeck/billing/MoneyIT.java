package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
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
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Top-ups, adjustments, refunds and grants as an operator makes them. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class MoneyIT {

    private static final String PROBLEM = "application/problem+json";

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
    void referenceToppedUpAgainGivesTheRecordedTopUp() {
        // Given
        var id = Operator.openAccount();
        var body = "{\"amount\":\"5.00\",\"reference\":\"invoice " + newKey() + "\"}";
        var first = topUp(id, body);
        // When
        var again = topUp(id, body);
        // Then
        assertThat(again).isEqualTo(first);
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("5.00"));
        assertThat(audited("account.top_up", id)).isOne();
        assertThat(audited("account.top_up.again", id)).isOne();
    }

    @Test
    void referenceOfAnotherAmountOrAccountIsAConflict() {
        // Given
        var id = Operator.openAccount();
        var other = Operator.openAccount();
        var reference = "invoice " + newKey();
        topUp(id, "{\"amount\":\"5.00\",\"reference\":\"" + reference + "\"}");
        // Then
        for (var path : new String[] {id + "|6.00", other + "|5.00"}) {
            var parts = path.split("\\|", -1);
            post(
                            "/v1/accounts/" + parts[0] + "/top-ups",
                            newKey(),
                            "{\"amount\":\"" + parts[1] + "\",\"reference\":\"" + reference + "\"}")
                    .statusCode(409)
                    .contentType(PROBLEM)
                    .body("type", containsString("reference-used"))
                    .body("field", is("reference"));
        }
        asOperator().get("/v1/accounts/" + other).then().body("balance.posted", is("0.00"));
    }

    @Test
    void topUpsAtOnceAtTheEdgeOfTheRangeAreABadRequestAndNoFailure() {
        // Given
        var id = Operator.openAccount();
        topUp(id, "{\"amount\":\"9223372035\"}");
        // When
        var statuses = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> post("/v1/accounts/" + id + "/top-ups", newKey(), "{\"amount\":\"1\"}")
                                .extract()
                                .statusCode()))
                .toList();
        // Then
        assertThat(statuses.stream().map(CompletableFuture::join).sorted())
                .containsExactly(201, 400, 400, 400, 400, 400, 400, 400);
    }

    @Test
    void closedAccountTakesNoMoneyInAnyWayAndCanBePaidOut() {
        // Given
        var id = Operator.openAccount();
        var topUp = topUp(id, "{\"amount\":\"5.00\"}");
        database.change("UPDATE account SET closed = true WHERE id = ?", Long.parseLong(id));
        // Then
        var path = "/v1/accounts/" + id;
        post(path + "/top-ups", newKey(), "{\"amount\":\"1\"}").statusCode(409).body("type", containsString("closed"));
        post(path + "/adjustments", newKey(), "{\"amount\":\"1\",\"reason\":\"r\"}")
                .statusCode(409);
        post(path + "/grants", newKey(), "{\"amount\":\"1\",\"reason\":\"r\"}").statusCode(409);
        post(path + "/refunds", newKey(), refund(topUp, null, "source")).statusCode(201);
        asOperator().get(path).then().body("balance.posted", is("0.00"));
    }

    @Test
    void adjustmentIsBookedWithOperatorAndReasonAndToldOf() {
        // Given
        var id = Operator.openAccount();
        // When
        post("/v1/accounts/" + id + "/adjustments", newKey(), "{\"amount\":\"3.00\",\"reason\":\"outage\"}")
                .statusCode(201)
                .body("amount", is("3.00"))
                .body("reason", is("outage"));
        var entry = post(
                        "/v1/accounts/" + id + "/adjustments",
                        newKey(),
                        "{\"amount\":\"-1.25\",\"reason\":\"counted twice\"}")
                .statusCode(201)
                .body("balanceAfter", is("1.75"))
                .body("operator", notNullValue())
                .extract()
                .<String>path("id");
        // Then
        assertThat(database.number(
                        "SELECT count(*) FROM ledger WHERE id = ? AND kind = 6 AND operator IS NOT NULL"
                                + " AND reason = 'counted twice' AND credit_account = 4",
                        UUID.fromString(entry)))
                .isOne();
        var event = changed(entry);
        assertThat(event.amount()).isEqualTo(Nanos.parse("-1.25"));
        assertThat(event.balance()).isEqualTo(Nanos.parse("1.75"));
    }

    @Test
    void adjustmentNeverGoesBelowWhatIsAvailable() {
        // Given
        var id = Operator.openAccount();
        topUp(id, "{\"amount\":\"1.00\"}");
        probe.authorized(probe.prompt(Payer.account(AccountId.parse(id)), BillingProbe.MODEL, 100, 1000));
        // Then
        post("/v1/accounts/" + id + "/adjustments", newKey(), "{\"amount\":\"-1.00\",\"reason\":\"r\"}")
                .statusCode(409)
                .body("type", containsString("not-enough-available"));
    }

    @Test
    void chargeIsRefundedToTheBalanceUpToWhatItWas() {
        // Given
        var payer = BillingProbe.stranger();
        var authorized = probe.authorized(probe.prompt(payer, BillingProbe.MODEL, 100, 1000));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        var charge = authorized.promptId().toString();
        var path = "/v1/accounts/" + authorized.accountId() + "/refunds";
        // When
        var entry = post(path, newKey(), refund(charge, "0.00003", "balance"))
                .statusCode(201)
                .body("amount", is("0.00003"))
                .body("refundable", is("0.00004"))
                .body("ofEntry", is(charge))
                .body("balanceAfter", is("0.99996"))
                .extract()
                .<String>path("id");
        // Then
        var event = changed(entry);
        assertThat(event.change()).isEqualTo(AccountChanged.Change.REFUNDED);
        assertThat(event.amount()).isEqualTo(Nanos.parse("0.00003"));
        post(path, newKey(), refund(charge, "0.00005", "balance"))
                .statusCode(409)
                .body("type", containsString("refund-too-large"))
                .body("detail", containsString("0.00004"));
        post(path, newKey(), refund(charge, null, "balance")).statusCode(201).body("refundable", is("0.00"));
        post(path, newKey(), refund(charge, null, "balance")).statusCode(409);
        asOperator().get("/v1/accounts/" + authorized.accountId()).then().body("balance.posted", is("1.00"));
    }

    @Test
    void scenario23_refundTwiceWithOneKeyIsOneRefund() {
        // Given
        var id = Operator.openAccount();
        var topUp = topUp(id, "{\"amount\":\"5.00\"}");
        var key = newKey();
        // When
        var path = "/v1/accounts/" + id + "/refunds";
        var first = post(path, key, refund(topUp, "2.00", "source"))
                .statusCode(201)
                .extract()
                .asString();
        var again = post(path, key, refund(topUp, "2.00", "source"))
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .extract()
                .asString();
        // Then
        assertThat(again).isEqualTo(first);
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("3.00"));
        assertThat(database.number(
                        "SELECT count(*) FROM ledger WHERE ref = ? AND kind = 5 AND credit_account = 2",
                        UUID.fromString(topUp)))
                .isOne();
    }

    @Test
    void welcomeGrantIsNotPaidOut() {
        // Given
        var id = asOperator()
                .put("/v1/payers/" + BillingProbe.stranger())
                .then()
                .extract()
                .<String>path("id");
        var topUp = topUp(id, "{\"amount\":\"5.00\"}");
        post("/v1/accounts/" + id + "/adjustments", newKey(), "{\"amount\":\"-4.00\",\"reason\":\"r\"}")
                .statusCode(201);
        // Then
        post("/v1/accounts/" + id + "/refunds", newKey(), refund(topUp, "1.50", "source"))
                .statusCode(409)
                .body("type", containsString("not-enough-available"))
                .body("detail", containsString("1.00"));
    }

    @Test
    void grantIsCreditedListedAndVoided() {
        // Given
        var id = Operator.openAccount();
        var path = "/v1/accounts/" + id + "/grants";
        var ends = Instant.now().plus(Duration.ofDays(1)).toString();
        // When
        var grant = post(
                        path,
                        newKey(),
                        "{\"amount\":\"2.00\",\"priority\":7,\"expiresAt\":\"" + ends + "\",\"reason\":\"spring\"}")
                .statusCode(201)
                .body("state", is("active"))
                .body("remaining", is("2.00"))
                .body("priority", is(7))
                .extract()
                .<String>path("id");
        assertThat(changed(grant).amount()).isEqualTo(Nanos.parse("2.00"));
        var authorized =
                probe.authorized(probe.prompt(Payer.account(AccountId.parse(id)), BillingProbe.MODEL, 100, 1000));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        // Then
        asOperator()
                .get(path)
                .then()
                .statusCode(200)
                .body("items.id", contains(grant))
                .body("items[0].burnt", is("0.00007"))
                .body("items[0].remaining", is("1.99993"))
                .body("nextCursor", nullValue());
        post(path + "/" + grant + "/void", newKey(), "{\"reason\":\"a mistake\"}")
                .statusCode(201)
                .body("state", is("void"))
                .body("remaining", is("0.00"))
                .body("takenBack", is("1.99993"));
        post(path + "/" + grant + "/void", newKey(), "{\"reason\":\"a mistake\"}")
                .statusCode(409);
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("0.00"));
    }

    @Test
    void grantThatHasEndedIsTakenBackByItselfAndToldOf() {
        // Given
        var id = Operator.openAccount();
        var path = "/v1/accounts/" + id + "/grants";
        var grant = post(
                        path, newKey(), "{\"amount\":\"2.00\",\"expiresAt\":\"2999-01-01T00:00:00Z\",\"reason\":\"r\"}")
                .statusCode(201)
                .extract()
                .<String>path("id");
        // When
        database.change(
                "UPDATE grant_lot SET expires_at = clock_timestamp(), due_at = clock_timestamp() WHERE id = ?",
                UUID.fromString(grant));
        // Then
        Eventually.eventually(() -> asOperator()
                .get(path)
                .then()
                .body("items[0].state", is("expired"))
                .body("items[0].takenBack", is("2.00")));
        probe.kafka.await(
                Topic.ACCOUNTS_CHANGED,
                seen -> ("account:" + id).equals(seen.key()) && seen.text().contains("-2.00"));
    }

    @Test
    void grantsAreListedLatestFirstInPages() {
        // Given
        var id = Operator.openAccount();
        var path = "/v1/accounts/" + id + "/grants";
        for (var reason : new String[] {"first", "second", "third"}) {
            post(
                            path,
                            newKey(),
                            "{\"amount\":\"1\",\"effectiveAt\":\"2999-01-01T00:00:00Z\",\"reason\":\"" + reason + "\"}")
                    .statusCode(201)
                    .body("state", is("scheduled"));
        }
        // When
        var cursor = asOperator()
                .get(path + "?limit=2")
                .then()
                .body("items.size()", is(2))
                .body("nextCursor", notNullValue())
                .extract()
                .<String>path("nextCursor");
        // Then
        asOperator()
                .get(path + "?limit=2&cursor=" + cursor)
                .then()
                .body("items.size()", is(1))
                .body("nextCursor", nullValue());
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("0.00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adjustments | {\"reason\":\"r\"}                                                      | amount",
                "adjustments | {\"amount\":\"0\",\"reason\":\"r\"}                                     | amount",
                "adjustments | {\"amount\":\"-0\",\"reason\":\"r\"}                                    | amount",
                "adjustments | {\"amount\":\"--1\",\"reason\":\"r\"}                                   | amount",
                "adjustments | {\"amount\":-1,\"reason\":\"r\"}                                        | amount",
                "adjustments | {\"amount\":\"1\"}                                                      | reason",
                "adjustments | {\"amount\":\"1\",\"reason\":\" \"}                                     | reason",
                "refunds     | {\"reason\":\"r\",\"to\":\"balance\"}                                   | ofEntry",
                "refunds     | {\"ofEntry\":\"1-1-1-1-1\",\"reason\":\"r\",\"to\":\"balance\"}         | ofEntry",
                "refunds     | {\"ofEntry\":\"ID\",\"reason\":\"r\",\"to\":\"cash\"}                   | to",
                "refunds     | {\"ofEntry\":\"ID\",\"reason\":\"r\"}                                   | to",
                "refunds     | {\"ofEntry\":\"ID\",\"to\":\"balance\"}                                 | reason",
                "refunds     | {\"ofEntry\":\"ID\",\"to\":\"balance\",\"reason\":\"r\",\"amount\":\"0\"} | amount",
                "grants      | {\"reason\":\"r\"}                                                      | amount",
                "grants      | {\"amount\":\"1\"}                                                      | reason",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"priority\":1001}                   | priority",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"priority\":-1}                     | priority",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"expiresAt\":\"tomorrow\"}          | expiresAt",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"expiresAt\":\"2020-01-01T00:00:00Z\"} | expiresAt",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"effectiveAt\":\"2998-01-01T00:00:00Z\",\"expiresAt\":\"2997-01-01T00:00:00Z\"} | expiresAt",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"effectiveAt\":\"+999999-01-01T00:00:00Z\"} | effectiveAt",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"models\":[\"m\"]}                  | models"
            })
    void badFieldIsNamed(String what, String body, String field) {
        post("/v1/accounts/" + Operator.openAccount() + "/" + what, newKey(), body.replace("ID", newKey()))
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field));
    }

    @Test
    void whatCannotBeRefundedSaysWhy() {
        var id = Operator.openAccount();
        var path = "/v1/accounts/" + id + "/refunds";
        var topUp = topUp(id, "{\"amount\":\"5.00\"}");
        var grant = post("/v1/accounts/" + id + "/grants", newKey(), "{\"amount\":\"1\",\"reason\":\"r\"}")
                .extract()
                .<String>path("id");
        post(path, newKey(), refund(newKey(), null, "balance")).statusCode(404).body("field", is("ofEntry"));
        post(path, newKey(), refund(topUp, null, "balance")).statusCode(400).body("field", is("to"));
        post(path, newKey(), refund(grant, null, "source"))
                .statusCode(409)
                .body("type", containsString("not-refundable"));
        var other = Operator.openAccount();
        post("/v1/accounts/" + other + "/refunds", newKey(), refund(topUp, null, "source"))
                .statusCode(404);
        post("/v1/accounts/" + id + "/grants/" + newKey() + "/void", newKey(), "{\"reason\":\"r\"}")
                .statusCode(404);
        for (var what : new String[] {"top-ups", "adjustments", "grants"}) {
            post(
                            "/v1/accounts/999999999/" + what,
                            newKey(),
                            "{\"amount\":\"1\"" + (what.equals("top-ups") ? "}" : ",\"reason\":\"r\"}"))
                    .statusCode(404);
        }
        asOperator().get("/v1/accounts/999999999/grants").then().statusCode(404);
    }

    private static String topUp(String account, String body) {
        return post("/v1/accounts/" + account + "/top-ups", newKey(), body)
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String refund(String ofEntry, @Nullable String amount, String to) {
        var part = amount == null ? "" : "\"amount\":\"" + amount + "\",";
        return "{\"ofEntry\":\"" + ofEntry + "\"," + part + "\"reason\":\"asked for\",\"to\":\"" + to + "\"}";
    }

    private long audited(String action, String account) {
        return database.number(
                "SELECT count(*) FROM audit WHERE action = ? AND subject = ?", action, "account:" + account);
    }

    private static AccountChanged changed(String entry) {
        return probe.value(probe.kafka.await(Topic.ACCOUNTS_CHANGED, BillingProbe.told(entry)), AccountChanged.class);
    }
}
