package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who pays from which account. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class IdentitiesIT {

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
    void addedPayerPaysFromTheAccountAndIsNotGreetedAsAStranger() {
        // Given
        var payer = BillingProbe.stranger();
        var id = Operator.openAccount();
        Operator.topUp(AccountId.parse(id), "2.00");
        // When
        add(id, payer).statusCode(201).body("payer", is(payer.value())).body("accountId", is(id));
        // Then
        asOperator()
                .get("/v1/accounts/" + id + "/payers")
                .then()
                .statusCode(200)
                .body("items.payer", contains(payer.value()));
        asOperator().put("/v1/payers/" + payer).then().body("id", is(id)).body("registered", is(false));
        assertThat(probe.authorized(probe.prompt(payer, MODEL, 1, 100)).accountId())
                .isEqualTo(AccountId.parse(id));
        add(id, payer).statusCode(201);
    }

    @Test
    void payerOfAnotherAccountIsRefusedAndItsAccountNamed() {
        // Given
        var payer = BillingProbe.stranger();
        var owner = registered(payer);
        var other = Operator.openAccount();
        // Then
        add(other, payer)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", is("urn:kopeck:problem:payer-of-another-account"))
                .body("detail", containsString("account " + owner));
        move(other, payer, Operator.openAccount()).statusCode(409).body("detail", containsString("account " + owner));
    }

    @Test
    void movedPayerIsChargedToTheNewAccountWithinAboutASecond() {
        // Given
        var payer = BillingProbe.stranger();
        var before = probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        var target = Operator.openAccount();
        Operator.topUp(AccountId.parse(target), "2.00");
        // When
        move(target, payer, before.accountId().toString())
                .statusCode(201)
                .body("accountId", is(target))
                .body("movedFrom", is(before.accountId().toString()));
        // Then
        Eventually.eventually(() -> assertThat(
                        probe.authorized(probe.prompt(payer, MODEL, 1, 100)).accountId())
                .isEqualTo(AccountId.parse(target)));
        probe.settled(probe.completion(before, Outcome.COMPLETED, Usage.of(100, 50)));
        asOperator().get("/v1/accounts/" + before.accountId()).then().body("balance.posted", is("0.99985"));
    }

    @Test
    void payerThatIsTakenAwayHasAnEmptyAccountAndGetsNoSecondGrant() {
        // Given
        var payer = BillingProbe.stranger();
        var id = registered(payer);
        // When
        var own = asOperator()
                .delete("/v1/accounts/" + id + "/payers/" + payer)
                .then()
                .statusCode(200)
                .body("movedFrom", is(id))
                .extract()
                .<String>path("accountId");
        // Then
        asOperator()
                .put("/v1/payers/" + payer)
                .then()
                .body("id", is(own))
                .body("registered", is(false))
                .body("granted", nullValue())
                .body("balance.posted", is("0.00"));
        Eventually.eventually(() -> assertThat(
                        probe.declined(probe.prompt(payer, MODEL, 1, 100)).reason())
                .isEqualTo(DeclineReason.INSUFFICIENT_FUNDS));
        asOperator()
                .get("/v1/accounts/" + id)
                .then()
                .body("payers.size()", is(0))
                .body("balance.posted", is("1.00"));
        asOperator()
                .delete("/v1/accounts/" + id + "/payers/" + payer)
                .then()
                .statusCode(404)
                .body("field", is("payer"));
    }

    @Test
    void payerAddedByManyAtOnceBelongsToOneOfThem() {
        // Given
        var payer = BillingProbe.stranger();
        var ids = IntStream.range(0, 8).mapToObj(i -> Operator.openAccount()).toList();
        // When
        var answers = ids.stream()
                .map(id -> CompletableFuture.supplyAsync(
                        () -> add(id, payer).extract().statusCode()))
                .toList();
        // Then
        assertThat(answers.stream().map(CompletableFuture::join).sorted())
                .containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    }

    @Test
    void firstContactAndAddingAtOnceGiveOneAccount() {
        // Given
        var payer = BillingProbe.stranger();
        var id = Operator.openAccount();
        // When
        var contact = CompletableFuture.supplyAsync(() -> registered(payer));
        var adding =
                CompletableFuture.supplyAsync(() -> add(id, payer).extract().statusCode());
        // Then
        boolean added = adding.join() == 201;
        assertThat(contact.join().equals(id)).isEqualTo(added);
        assertThat(database.number("SELECT count(*) FROM account_payer WHERE payer = ?", payer.value()))
                .isOne();
    }

    @Test
    void movesInOppositeDirectionsDoNotDeadlock() {
        // Given
        var one = Operator.openAccount();
        var other = Operator.openAccount();
        var payers =
                IntStream.range(0, 12).mapToObj(i -> BillingProbe.stranger()).toList();
        for (int i = 0; i < payers.size(); i++) {
            add(i % 2 == 0 ? one : other, payers.get(i)).statusCode(201);
        }
        // When
        var racing = IntStream.range(0, payers.size())
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> move(i % 2 == 0 ? other : one, payers.get(i), i % 2 == 0 ? one : other)
                                .statusCode(201)))
                .toList();
        racing.forEach(CompletableFuture::join);
        // Then
        assertThat(database.number(
                        "SELECT count(*) FROM account_payer WHERE account_id = ? AND payer = ?",
                        Long.parseLong(other),
                        payers.getFirst().value()))
                .isOne();
    }

    @Test
    void accountHasABoundedNumberOfPayers() {
        // Given
        var id = Operator.openAccount();
        database.change(
                "INSERT INTO account_payer (payer, account_id)"
                        + " SELECT 'telegram:' || (900000000000000 + ?::bigint * 1000 + n), ? FROM generate_series(1, 100) n",
                Long.parseLong(id),
                Long.parseLong(id));
        // Then
        add(id, BillingProbe.stranger()).statusCode(409).body("type", is("urn:kopeck:problem:too-many-payers"));
    }

    private static String registered(Payer payer) {
        return asOperator()
                .put("/v1/payers/" + payer)
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static ValidatableResponse add(String id, Payer payer) {
        return post("/v1/accounts/" + id + "/payers", newKey(), "{\"payer\":\"%s\"}".formatted(payer));
    }

    private static ValidatableResponse move(String id, Payer payer, String from) {
        return post(
                "/v1/accounts/" + id + "/payers",
                newKey(),
                "{\"payer\":\"%s\",\"from\":\"%s\"}".formatted(payer, from));
    }
}
