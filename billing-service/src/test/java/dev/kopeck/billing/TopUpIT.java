package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Top-ups and adjustments as an operator makes them. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class TopUpIT {

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
        var first = MoneyCalls.topUp(id, body);
        // When
        var again = MoneyCalls.topUp(id, body);
        // Then
        assertThat(again).isEqualTo(first);
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("5.00"));
        assertThat(MoneyCalls.audited("account.top_up", id)).isOne();
        assertThat(MoneyCalls.audited("account.top_up.again", id)).isOne();
    }

    @Test
    void referenceOfAnotherAmountOrAccountIsAConflict() {
        // Given
        var id = Operator.openAccount();
        var other = Operator.openAccount();
        var reference = "invoice " + newKey();
        MoneyCalls.topUp(id, "{\"amount\":\"5.00\",\"reference\":\"" + reference + "\"}");
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
        MoneyCalls.topUp(id, "{\"amount\":\"9223372035\"}");
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
        var topUp = MoneyCalls.topUp(id, "{\"amount\":\"5.00\"}");
        database.change("UPDATE account SET closed = true WHERE id = ?", Long.parseLong(id));
        // Then
        var path = "/v1/accounts/" + id;
        post(path + "/top-ups", newKey(), "{\"amount\":\"1\"}").statusCode(409).body("type", containsString("closed"));
        post(path + "/adjustments", newKey(), "{\"amount\":\"1\",\"reason\":\"r\"}")
                .statusCode(409);
        post(path + "/grants", newKey(), "{\"amount\":\"1\",\"reason\":\"r\"}").statusCode(409);
        post(path + "/refunds", newKey(), MoneyCalls.refund(topUp, null, "source"))
                .statusCode(201);
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
        var event = MoneyCalls.changed(probe, entry);
        assertThat(event.amount()).isEqualTo(Nanos.parse("-1.25"));
        assertThat(event.balance()).isEqualTo(Nanos.parse("1.75"));
    }

    @Test
    void adjustmentNeverGoesBelowWhatIsAvailable() {
        // Given
        var id = Operator.openAccount();
        MoneyCalls.topUp(id, "{\"amount\":\"1.00\"}");
        probe.authorized(probe.prompt(Payer.account(AccountId.parse(id)), BillingProbe.MODEL, 100, 1000));
        // Then
        post("/v1/accounts/" + id + "/adjustments", newKey(), "{\"amount\":\"-1.00\",\"reason\":\"r\"}")
                .statusCode(409)
                .body("type", containsString("not-enough-available"));
    }
}
