package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refunds as an operator makes them; and what bad input gets from refunds, adjustments and grants. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RefundIT {

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
    void chargeIsRefundedToTheBalanceUpToWhatItWas() {
        // Given
        var payer = BillingProbe.stranger();
        var authorized = probe.authorized(probe.prompt(payer, BillingProbe.MODEL, 100, 1000));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        var charge = authorized.promptId().toString();
        var path = "/v1/accounts/" + authorized.accountId() + "/refunds";
        // When
        var entry = post(path, newKey(), MoneyCalls.refund(charge, "0.00003", "balance"))
                .statusCode(201)
                .body("amount", is("0.00003"))
                .body("refundable", is("0.00004"))
                .body("ofEntry", is(charge))
                .body("balanceAfter", is("0.99996"))
                .extract()
                .<String>path("id");
        // Then
        var event = MoneyCalls.changed(probe, entry);
        assertThat(event.change()).isEqualTo(AccountChanged.Change.REFUNDED);
        assertThat(event.amount()).isEqualTo(Nanos.parse("0.00003"));
        post(path, newKey(), MoneyCalls.refund(charge, "0.00005", "balance"))
                .statusCode(409)
                .body("type", containsString("refund-too-large"))
                .body("detail", containsString("0.00004"));
        post(path, newKey(), MoneyCalls.refund(charge, null, "balance"))
                .statusCode(201)
                .body("refundable", is("0.00"));
        post(path, newKey(), MoneyCalls.refund(charge, null, "balance")).statusCode(409);
        asOperator().get("/v1/accounts/" + authorized.accountId()).then().body("balance.posted", is("1.00"));
    }

    @Test
    void scenario23_refundTwiceWithOneKeyIsOneRefund() {
        // Given
        var id = Operator.openAccount();
        var topUp = MoneyCalls.topUp(id, "{\"amount\":\"5.00\"}");
        var key = newKey();
        // When
        var path = "/v1/accounts/" + id + "/refunds";
        var first = post(path, key, MoneyCalls.refund(topUp, "2.00", "source"))
                .statusCode(201)
                .extract()
                .asString();
        var again = post(path, key, MoneyCalls.refund(topUp, "2.00", "source"))
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
        var topUp = MoneyCalls.topUp(id, "{\"amount\":\"5.00\"}");
        post("/v1/accounts/" + id + "/adjustments", newKey(), "{\"amount\":\"-4.00\",\"reason\":\"r\"}")
                .statusCode(201);
        // Then
        post("/v1/accounts/" + id + "/refunds", newKey(), MoneyCalls.refund(topUp, "1.50", "source"))
                .statusCode(409)
                .body("type", containsString("not-enough-available"))
                .body("detail", containsString("1.00"));
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
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"models\":[]}                       | models",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"models\":[\"m\",\"m\"]}              | models.1",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"models\":[\"\"]}                   | models.0",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"models\":[null]}                   | models.0",
                "grants      | {\"amount\":\"1\",\"reason\":\"r\",\"models\":\"m\"}                      | models"
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
        var topUp = MoneyCalls.topUp(id, "{\"amount\":\"5.00\"}");
        var grant = post("/v1/accounts/" + id + "/grants", newKey(), "{\"amount\":\"1\",\"reason\":\"r\"}")
                .extract()
                .<String>path("id");
        post(path, newKey(), MoneyCalls.refund(newKey(), null, "balance"))
                .statusCode(404)
                .body("field", is("ofEntry"));
        post(path, newKey(), MoneyCalls.refund(topUp, null, "balance"))
                .statusCode(400)
                .body("field", is("to"));
        post(path, newKey(), MoneyCalls.refund(grant, null, "source"))
                .statusCode(409)
                .body("type", containsString("not-refundable"));
        var other = Operator.openAccount();
        post("/v1/accounts/" + other + "/refunds", newKey(), MoneyCalls.refund(topUp, null, "source"))
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
}
