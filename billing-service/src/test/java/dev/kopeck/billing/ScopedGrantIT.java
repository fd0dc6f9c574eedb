package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.billing.domain.RedeemCode;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.security.SecureRandom;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Grants for certain models only: as an operator makes them, as prompts spend them, as users hear of them. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ScopedGrantIT {

    private static final String ONLY_THE_SIMULATOR =
            "{\"amount\":\"2.00\",\"models\":[\"kopeck-sim\"],\"reason\":\"spring\"}";

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
    void grantPaysPromptsForItsModelAndTheBalanceIsSpared() {
        // Given
        var id = Operator.openAccount();
        Operator.topUp(AccountId.parse(id), "5.00");
        var grant = grant(id, ONLY_THE_SIMULATOR);
        // When
        var authorized = authorized(id);
        asOperator()
                .get("/v1/holds/" + authorized.promptId())
                .then()
                .body("hold.accountId", is(id))
                .body("hold.scopedCreditId", is(scope(id)));
        var settled = probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        // Then
        assertThat(authorized.accountId()).hasToString(id);
        assertThat(settled.accountId()).hasToString(id);
        assertThat(settled.charged()).isEqualTo(Nanos.parse("0.00007"));
        assertThat(settled.balance()).isEqualTo(Nanos.parse("5.00"));
        asOperator()
                .get("/v1/accounts/" + id)
                .then()
                .body("balance.posted", is("5.00"))
                .body("balance.held", is("0.00"))
                .body("scopedCredit.size()", is(1))
                .body("scopedCredit[0].models", contains("kopeck-sim"))
                .body("scopedCredit[0].available", is("1.99993"));
        asOperator()
                .get("/v1/accounts/" + id + "/grants")
                .then()
                .body("items.id", contains(grant))
                .body("items[0].accountId", is(id))
                .body("items[0].models", contains("kopeck-sim"))
                .body("items[0].burnt", is("0.00007"));
        asOperator()
                .get("/v1/holds/" + authorized.promptId())
                .then()
                .body("end.accountId", is(id))
                .body("end.scopedCreditId", is(scope(id)));
    }

    @Test
    void creditWithoutBalanceIsEnoughForItsModelAndForNoOther() {
        // Given
        var id = Operator.openAccount();
        var model = "other-" + UUID.randomUUID();
        Operator.price(model, "{\"input\":\"1.00\",\"output\":\"2.00\"}");
        grant(id, ONLY_THE_SIMULATOR);
        // Then
        authorized(id);
        Eventually.eventually(() -> assertThat(probe.declined(probe.prompt(payer(id), model, 100, 1000))
                        .reason())
                .isEqualTo(DeclineReason.INSUFFICIENT_FUNDS));
    }

    @Test
    void grantAndItsEndAreToldAsTheCustomersWithTheBalanceThatItLeaves() {
        // Given
        var payer = BillingProbe.stranger();
        var id =
                asOperator().put("/v1/payers/" + payer.value()).then().extract().<String>path("id");
        // When
        var grant = grant(id, ONLY_THE_SIMULATOR);
        var granted = MoneyCalls.changed(probe, grant);
        var path = "/v1/accounts/" + id + "/grants/" + grant + "/void";
        post(path, newKey(), "{\"reason\":\"a mistake\"}")
                .statusCode(201)
                .body("state", is("void"))
                .body("takenBack", is("2.00"));
        post(path, newKey(), "{\"reason\":\"a mistake\"}").statusCode(409);
        // Then
        assertThat(granted.payer()).isEqualTo(payer);
        assertThat(granted.accountId()).hasToString(id);
        assertThat(granted.change()).isEqualTo(Change.CREDITED);
        assertThat(granted.amount()).isEqualTo(Nanos.parse("2.00"));
        assertThat(granted.balance()).isEqualTo(Nanos.parse("1.00"));
        var entry = database.text("SELECT id::text FROM ledger WHERE kind = 8 AND ref = ?", UUID.fromString(grant));
        assertThat(MoneyCalls.changed(probe, entry).amount()).isEqualTo(Nanos.parse("-2.00"));
        assertThat(MoneyCalls.changed(probe, entry).balance()).isEqualTo(Nanos.parse("1.00"));
    }

    @Test
    void grantThatBeginsLaterIsCreditedByItselfAndToldAsTheCustomers() {
        // Given
        var id = Operator.openAccount();
        var grant = grant(
                id,
                "{\"amount\":\"2.00\",\"models\":[\"kopeck-sim\"],\"effectiveAt\":\"2999-01-01T00:00:00Z\","
                        + "\"reason\":\"r\"}");
        // When
        database.change(
                "UPDATE grant_lot SET effective_at = clock_timestamp(), due_at = clock_timestamp() WHERE id = ?",
                UUID.fromString(grant));
        // Then
        assertThat(MoneyCalls.changed(probe, grant).accountId()).hasToString(id);
        asOperator().get("/v1/accounts/" + id).then().body("scopedCredit[0].posted", is("2.00"));
    }

    @Test
    void scopedCreditIsNoAccountToDealWith() {
        // Given
        var id = Operator.openAccount();
        grant(id, ONLY_THE_SIMULATOR);
        var scope = "/v1/accounts/" + scope(id);
        // Then
        for (var body : new String[][] {
            {"/top-ups", "{\"amount\":\"1.00\"}"},
            {"/adjustments", "{\"amount\":\"1.00\",\"reason\":\"r\"}"},
            {"/refunds", "{\"ofEntry\":\"" + newKey() + "\",\"reason\":\"r\",\"to\":\"balance\"}"},
            {"/grants", ONLY_THE_SIMULATOR},
            {"/redeem", "{\"code\":\"" + RedeemCode.mint(new SecureRandom()).inClear() + "\"}"},
            {"/keys", "{\"name\":\"k\"}"},
            {"/payers", "{\"payer\":\"telegram:1\"}"},
            {"/freeze", "{\"reason\":\"r\"}"},
            {"/close", "{\"reason\":\"r\"}"}
        }) {
            assertThat(post(scope + body[0], newKey(), body[1]).extract().statusCode())
                    .as(body[0])
                    .isEqualTo(404);
        }
        for (var read : new String[] {"", "/balance", "/grants", "/keys", "/payers", "/pricing"}) {
            asOperator().get(scope + read).then().statusCode(404);
        }
        asOperator()
                .body("{\"daily\":\"1.00\",\"zone\":\"UTC\"}")
                .put(scope + "/limits")
                .then()
                .statusCode(404);
        asOperator().body("{\"name\":\"n\"}").patch(scope).then().statusCode(404);
        asOperator().get("/v1/accounts?id=" + scope(id)).then().body("items", empty());
        assertThat(probe.declined(probe.prompt(payer(scope(id)), BillingProbe.MODEL, 100, 1000))
                        .reason())
                .isEqualTo(DeclineReason.UNKNOWN_ACCOUNT);
    }

    @Test
    void scopedCreditHasTransactionsAndAStatementOfItsOwn() {
        // Given
        var id = Operator.openAccount();
        grant(id, ONLY_THE_SIMULATOR);
        var authorized = authorized(id);
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        var scope = "/v1/accounts/" + scope(id);
        // Then
        asOperator()
                .get(scope + "/transactions")
                .then()
                .body("items.kind", contains("charge", "grant"))
                .body("items[0].balanceAfter", is("1.99993"));
        asOperator()
                .get(scope + "/statement?from=2020-01-01")
                .then()
                .statusCode(200)
                .body("closingBalance", is("1.99993"));
        asOperator().get("/v1/accounts/" + id + "/transactions").then().body("items", empty());
    }

    @Test
    void refundOfAChargeGoesBackToTheGrant() {
        // Given
        var id = Operator.openAccount();
        grant(id, ONLY_THE_SIMULATOR);
        var authorized = authorized(id);
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        // When
        post(
                        "/v1/accounts/" + id + "/refunds",
                        newKey(),
                        MoneyCalls.refund(authorized.promptId().toString(), null, "balance"))
                .statusCode(201)
                .body("amount", is("0.00007"))
                .body("balanceAfter", is("0.00"));
        // Then
        asOperator()
                .get("/v1/accounts/" + id)
                .then()
                .body("balance.posted", is("0.00"))
                .body("scopedCredit[0].posted", is("2.00"));
        asOperator().get("/v1/accounts/" + id + "/grants").then().body("items[0].remaining", is("2.00"));
    }

    @Test
    void accountIsClosedOnceItsScopedCreditIsVoidAndWhatWouldBeginLaterNeverDoes() {
        // Given
        var id = Operator.openAccount();
        var grant = grant(id, ONLY_THE_SIMULATOR);
        var later = grant(
                id,
                "{\"amount\":\"2.00\",\"models\":[\"kopeck-sim\"],\"effectiveAt\":\"2999-01-01T00:00:00Z\","
                        + "\"reason\":\"r\"}");
        var close = "/v1/accounts/" + id + "/close";
        // When
        post(close, newKey(), "{\"reason\":\"r\"}")
                .statusCode(409)
                .body("type", is("urn:kopeck:problem:account-not-empty"));
        post("/v1/accounts/" + id + "/grants/" + grant + "/void", newKey(), "{\"reason\":\"r\"}")
                .statusCode(201);
        post(close, newKey(), "{\"reason\":\"r\"}").statusCode(201);
        database.change(
                "UPDATE grant_lot SET effective_at = clock_timestamp(), due_at = clock_timestamp() WHERE id = ?",
                UUID.fromString(later));
        // Then
        Eventually.eventually(
                () -> asOperator().get("/v1/accounts/" + id + "/grants").then().body("items[0].state", is("void")));
        asOperator().get("/v1/accounts/" + id).then().body("scopedCredit[0].posted", is("0.00"));
        post("/v1/accounts/" + id + "/grants", newKey(), ONLY_THE_SIMULATOR).statusCode(409);
    }

    @Test
    void heldMoneyOfScopedCreditIsListedAndReleasedAsTheCustomers() {
        // Given
        var id = Operator.openAccount();
        grant(id, ONLY_THE_SIMULATOR);
        var authorized = authorized(id);
        asOperator()
                .get("/v1/holds?account=" + id)
                .then()
                .body("items.promptId", contains(authorized.promptId().toString()));
        // When
        post("/v1/holds/" + authorized.promptId() + "/release", newKey(), "{\"reason\":\"r\"}")
                .statusCode(201)
                .body("accountId", is(id))
                .body("balance", is("0.00"));
        // Then
        var told = probe.awaitSettled(authorized.promptId() + ".settled");
        assertThat(told.accountId()).hasToString(id);
        assertThat(told.charged()).isEqualTo(Nanos.ZERO);
        asOperator().get("/v1/accounts/" + id).then().body("scopedCredit[0].held", is("0.00"));
    }

    @Test
    void accountHasCreditForABoundedNumberOfSetsOfModels() {
        // Given
        var id = Operator.openAccount();
        var path = "/v1/accounts/" + id + "/grants";
        for (int i = 0; i < 20; i++) {
            grant(id, "{\"amount\":\"1\",\"models\":[\"m" + i + "\"],\"reason\":\"r\"}");
        }
        // Then
        post(path, newKey(), "{\"amount\":\"1\",\"models\":[\"m\"],\"reason\":\"r\"}")
                .statusCode(409)
                .body("type", is("urn:kopeck:problem:too-many-scopes"));
        grant(id, "{\"amount\":\"1\",\"models\":[\"m7\"],\"reason\":\"r\"}");
        asOperator().get(path + "?limit=5").then().body("items.size()", is(5));
    }

    @Test
    void accountWithoutScopedCreditShowsNone() {
        asOperator().get("/v1/accounts/" + Operator.openAccount()).then().body("scopedCredit", nullValue());
    }

    private static String grant(String account, String body) {
        return post("/v1/accounts/" + account + "/grants", newKey(), body)
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Payer payer(String account) {
        return Payer.account(AccountId.parse(account));
    }

    private static PromptAuthorized authorized(String account) {
        return probe.authorized(probe.prompt(payer(account), BillingProbe.MODEL, 100, 1000));
    }

    private static String scope(String account) {
        return asOperator().get("/v1/accounts/" + account).then().extract().path("scopedCredit[0].id");
    }
}
