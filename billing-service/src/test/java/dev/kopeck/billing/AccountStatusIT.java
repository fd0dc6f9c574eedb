package dev.kopeck.billing;

import static dev.kopeck.billing.AccountSteps.patch;
import static dev.kopeck.billing.AccountSteps.told;
import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts that are frozen, and closed for good: what they still do, and who is told. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AccountStatusIT {

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
    void frozenAccountReservesNothingButSettlesAndTakesMoney() {
        // Given
        var payer = BillingProbe.stranger();
        var authorized = probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        var account = "/v1/accounts/" + authorized.accountId();
        // When
        post(account + "/freeze", newKey(), "{\"reason\":\"chargeback\"}")
                .statusCode(201)
                .body("status", is("frozen"))
                .body("statusReason", is("chargeback"));
        // Then
        assertThat(probe.declined(probe.prompt(payer, MODEL, 1, 100)).reason()).isEqualTo(DeclineReason.ACCOUNT_FROZEN);
        assertThat(probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 50)))
                        .resolution())
                .isEqualTo(Resolution.SETTLED);
        Operator.topUp(authorized.accountId(), "1.00");
        post(account + "/unfreeze", newKey(), "{\"reason\":\"settled\"}")
                .statusCode(201)
                .body("status", is("active"))
                .body("balance.held", is("0.00"));
        probe.authorized(probe.prompt(payer, MODEL, 1, 100));
        assertThat(told(probe, payer, "\"frozen\"").change()).isEqualTo(AccountChanged.Change.FROZEN);
        assertThat(told(probe, payer, "\"unfrozen\"").change()).isEqualTo(AccountChanged.Change.UNFROZEN);
    }

    @Test
    void frozenTwiceAtOnceIsToldOnce() {
        // Given
        var id = Operator.openAccount();
        // When
        var racing = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> post("/v1/accounts/" + id + "/freeze", newKey(), "{\"reason\":\"risk\"}")
                                .statusCode(201)))
                .toList();
        racing.forEach(CompletableFuture::join);
        // Then
        var payer = Payer.account(AccountId.parse(id));
        told(probe, payer, "\"frozen\"");
        post("/v1/accounts/" + id + "/unfreeze", newKey(), "{\"reason\":\"fine\"}")
                .statusCode(201);
        told(probe, payer, "\"unfrozen\"");
        assertThat(probe.kafka.records(
                        Topic.ACCOUNTS_CHANGED.topicName(),
                        seen -> payer.value().equals(seen.key()) && seen.text().contains("\"frozen\"")))
                .hasSize(1);
    }

    @Test
    void accountWithMoneyOrHoldsIsNotClosedAndToldWhatIsInTheWay() {
        // Given
        var payer = BillingProbe.stranger();
        var authorized = probe.authorized(probe.prompt(payer, MODEL, 1000, 1000));
        // Then
        post("/v1/accounts/" + authorized.accountId() + "/close", newKey(), "{\"reason\":\"gone\"}")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", is("urn:kopeck:problem:account-not-empty"))
                .body("detail", containsString("1.00 is posted and 0.0025 is held"));
        asOperator().get("/v1/accounts/" + authorized.accountId()).then().body("status", is("active"));
    }

    @Test
    void closedAccountStaysClosed() {
        // Given
        var id = post("/v1/accounts", newKey(), "{\"creditLimit\":\"5\"}")
                .extract()
                .<String>path("id");
        var account = "/v1/accounts/" + id;
        var key = newKey();
        // When
        post(account + "/close", key, "{\"reason\":\"gone\"}")
                .statusCode(201)
                .body("status", is("closed"))
                .body("balance.creditLimit", is("0.00"));
        // Then
        post(account + "/close", key, "{\"reason\":\"gone\"}").statusCode(201).header("Idempotent-Replayed", "true");
        for (var again : new String[] {"/freeze", "/unfreeze", "/close"}) {
            post(account + again, newKey(), "{\"reason\":\"x\"}")
                    .statusCode(409)
                    .body("type", is("urn:kopeck:problem:account-closed"));
        }
        patch(id, "{\"creditLimit\":\"1\"}").statusCode(409);
        patch(id, "{\"name\":\"was Ada\"}").statusCode(200).body("status", is("closed"));
        post(account + "/payers", newKey(), "{\"payer\":\"telegram:1\"}").statusCode(409);
        post(account + "/keys", newKey(), "{\"name\":\"k\"}").statusCode(409);
        asOperator().body("{\"daily\":\"1\"}").put(account + "/limits").then().statusCode(409);
        var payer = Payer.account(AccountId.parse(id));
        assertThat(probe.declined(probe.prompt(payer, MODEL, 1, 1)).reason()).isEqualTo(DeclineReason.ACCOUNT_CLOSED);
        assertThat(told(probe, payer, "\"closed\"").change()).isEqualTo(AccountChanged.Change.CLOSED);
    }
}
