package dev.kopeck.billing;

import static dev.kopeck.billing.AccountSteps.patch;
import static dev.kopeck.billing.AccountSteps.told;
import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of an account: opened, described, found, given credit; its balance at any time. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AccountsIT {

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
    void openedAccountIsAsItWasWanted() {
        var id = post("/v1/accounts", newKey(), """
                {"name":"Ada","metadata":{"team":"red","tier":"gold"},"creditLimit":"2.50","lowBalance":"0.10"}""")
                .statusCode(201)
                .body("name", is("Ada"))
                .body("status", is("active"))
                .body("statusReason", nullValue())
                .body("metadata.team", is("red"))
                .body("balance.posted", is("0.00"))
                .body("balance.available", is("0.00"))
                .body("balance.creditLimit", is("2.50"))
                .body("lowBalance", is("0.10"))
                .body("limits", nullValue())
                .body("createdAt", containsString("Z"))
                .extract()
                .<String>path("id");
        asOperator().get("/v1/accounts/" + id).then().statusCode(200).body("metadata.tier", is("gold"));
        assertThat(told(probe, Payer.account(AccountId.parse(id)), "registered").change())
                .isEqualTo(AccountChanged.Change.REGISTERED);
    }

    @Test
    void sameMetadataInAnotherOrderIsTheSameRequest() {
        var key = newKey();
        var first = post("/v1/accounts", key, "{\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}")
                .statusCode(201)
                .extract()
                .<String>path("id");
        post("/v1/accounts", key, "{\"metadata\":{\"b\":\"2\",\"a\":\"1\"}}")
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("id", is(first));
    }

    @Test
    void patchMergesAndTheAuditLogKeepsBothSides() {
        // Given
        var id = post(
                        "/v1/accounts",
                        newKey(),
                        "{\"name\":\"Ada\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"},\"lowBalance\":\"1\"}")
                .extract()
                .<String>path("id");
        // When
        patch(
                        id,
                        "{\"name\":\"Grace\",\"metadata\":{\"a\":null,\"c\":\"3\"},\"creditLimit\":\"7\",\"lowBalance\":null}")
                .statusCode(200)
                .body("name", is("Grace"))
                .body("metadata", is(Map.of("b", "2", "c", "3")))
                .body("balance.creditLimit", is("7.00"))
                .body("lowBalance", nullValue());
        // Then
        patch(id, "{\"name\":null}").statusCode(200).body("name", nullValue()).body("metadata.c", is("3"));
        assertThat(database.number(
                        "SELECT count(*) FROM audit WHERE subject = ? AND action = 'account.change'"
                                + " AND before->>'name' = 'Ada' AND after->>'name' = 'Grace'",
                        "account:" + id))
                .isOne();
    }

    @Test
    void creditIsSpentAndItsLimitNeverBelowWhatIsUsed() {
        // Given
        var id = post("/v1/accounts", newKey(), "{\"creditLimit\":\"1\"}")
                .extract()
                .<String>path("id");
        probe.authorized(probe.prompt(Payer.account(AccountId.parse(id)), MODEL, 1000, 1000));
        // Then
        patch(id, "{\"creditLimit\":\"0.002499999\"}")
                .statusCode(409)
                .body("type", is("urn:kopeck:problem:credit-limit-in-use"))
                .body("field", is("creditLimit"))
                .body("detail", containsString("0.0025 of credit is used"));
        patch(id, "{\"creditLimit\":\"0.0025\"}").statusCode(200).body("balance.available", is("-0.0025"));
    }

    @Test
    void creditLimitLoweredAgainstRacingReservationsIsRefusedOrHoldsThem() {
        // Given
        var id = post("/v1/accounts", newKey(), "{\"creditLimit\":\"1\"}")
                .extract()
                .<String>path("id");
        var payer = Payer.account(AccountId.parse(id));
        // When
        var lowering = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.runAsync(() -> patch(id, "{\"creditLimit\":\"0.000%d\"}".formatted(i + 1))
                                .statusCode(anyOf(is(200), is(409)))))
                .toList();
        IntStream.range(0, 20).forEach(i -> probe.submit(probe.prompt(payer, MODEL, 100, 100)));
        lowering.forEach(CompletableFuture::join);
        // Then
        assertThat(database.number("SELECT posted - held + credit_limit FROM account WHERE id = ?", Long.parseLong(id)))
                .isNotNegative();
    }

    @Test
    void balanceIsThatOfTheMomentThatIsAskedFor() {
        // Given
        var id = Operator.openAccount();
        Operator.topUp(AccountId.parse(id), "3.00");
        var before = Instant.now();
        Operator.topUp(AccountId.parse(id), "4.00");
        var path = "/v1/accounts/" + id + "/balance";
        // Then
        asOperator()
                .get(path)
                .then()
                .statusCode(200)
                .body("posted", is("7.00"))
                .body("creditLimit", is("0.00"))
                .body("at", nullValue());
        asOperator()
                .queryParam("at", before.toString())
                .get(path)
                .then()
                .statusCode(200)
                .body("posted", is("3.00"))
                .body("held", is("0.00"))
                .body("available", is("3.00"))
                .body("creditLimit", nullValue());
        asOperator()
                .queryParam("at", "2020-01-01T02:00:00+02:00")
                .get(path)
                .then()
                .statusCode(200)
                .body("at", is("2020-01-01T00:00:00Z"))
                .body("posted", is("0.00"));
    }

    @Test
    void accountsAreFoundByEachOfTheirMarks() {
        // Given
        var mark = probe.newId().toString();
        var payer = BillingProbe.stranger();
        var first = post(
                        "/v1/accounts",
                        newKey(),
                        "{\"name\":\"Zed %s%% one\",\"metadata\":{\"mark\":\"%s\",\"no\":\"1\"}}".formatted(mark, mark))
                .extract()
                .<String>path("id");
        var second = post(
                        "/v1/accounts",
                        newKey(),
                        "{\"name\":\"zed %s\",\"metadata\":{\"mark\":\"%s\",\"no\":\"2\"}}".formatted(mark, mark))
                .extract()
                .<String>path("id");
        post("/v1/accounts/" + second + "/payers", newKey(), "{\"payer\":\"%s\"}".formatted(payer))
                .statusCode(201);
        post("/v1/accounts/" + first + "/freeze", newKey(), "{\"reason\":\"risk\"}")
                .statusCode(201);
        Operator.topUp(AccountId.parse(first), "5.00");
        // Then
        found("id", first).body("items.id", contains(first));
        found("payer", payer.value())
                .body("items.id", contains(second))
                .body("items[0].payers", contains(payer.value()));
        found("payer", "account:" + first).body("items.id", contains(first));
        found("name", "ZED " + mark).body("items.id", contains(second, first));
        found("name", "zed " + mark + "%").body("items.id", contains(first));
        found("metadata", "mark=" + mark).body("items.id", contains(second, first));
        found("metadata", "mark=" + mark, "status", "frozen").body("items.id", contains(first));
        found("metadata", "mark=" + mark, "status", "active").body("items.id", contains(second));
        found("metadata", "mark=" + mark, "balanceBelow", "5").body("items.id", contains(second));
        found("metadata", "mark=" + mark, "metadata", "no=1").body("items.id", contains(first));
        found("metadata", "mark=" + mark, "payer", payer.value()).body("items.id", contains(second));
        found("status", "frozen", "limit", "1").body("items.id", contains(first));
        var cursor = found("metadata", "mark=" + mark, "limit", "1")
                .body("items.id", contains(second))
                .extract()
                .<String>path("nextCursor");
        found("metadata", "mark=" + mark, "limit", "1", "cursor", cursor)
                .body("items.id", contains(first))
                .body("nextCursor", nullValue());
        found("metadata", "mark=nobody").body("items", is(List.of())).body("nextCursor", nullValue());
    }

    private static ValidatableResponse found(String... parameters) {
        var request = asOperator();
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request.get("/v1/accounts").then().statusCode(200);
    }
}
