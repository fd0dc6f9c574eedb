package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.Operator.asOperator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.billing.domain.CalendarPeriod;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits per calendar day and month, computed from the ledger. Rates of kopeck-sim: 500 and 2000 nanos a token. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class SpendLimitsIT {

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
    void limitsTellWhatIsSpentHeldAndLeftAndWhenTheyBeginAnew() {
        // Given
        var payer = BillingProbe.stranger();
        var authorized = probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        var id = authorized.accountId();
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 90)));
        longAgo(id);
        probe.settled(probe.completion(
                probe.authorized(probe.prompt(payer, MODEL, 100, 100)), Outcome.COMPLETED, Usage.of(100, 50)));
        probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        var zone = ZoneId.of("Asia/Kathmandu");
        // When
        limit(id, "{\"zone\":\"Asia/Kathmandu\",\"daily\":\"0.001\",\"monthly\":\"0.0004\"}")
                .statusCode(200)
                .body("zone", is("Asia/Kathmandu"))
                .body("daily.limit", is("0.001"))
                .body("daily.spent", is("0.00015"))
                .body("daily.held", is("0.00025"))
                .body("daily.left", is("0.0006"))
                .body("monthly.left", is("0.00"));
        // Then
        var today = CalendarPeriod.day(zone, Instant.now());
        asOperator()
                .get("/v1/accounts/" + id + "/limits")
                .then()
                .statusCode(200)
                .body("daily.from", is(today.from().toString()))
                .body("daily.resetsAt", is(today.until().toString()))
                .body(
                        "monthly.resetsAt",
                        is(CalendarPeriod.month(zone, Instant.now()).until().toString()));
        asOperator().get("/v1/accounts/" + id).then().body("limits.daily.left", is("0.0006"));
    }

    @Test
    void changedLimitsHoldFromTheNextPromptOn() {
        // Given
        var payer = BillingProbe.stranger();
        var first = probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        var id = first.accountId();
        limit(id, "{\"daily\":\"0.0003\"}")
                .statusCode(200)
                .body("zone", is("UTC"))
                .body("monthly", nullValue());
        assertThat(probe.declined(probe.prompt(payer, MODEL, 100, 100)).reason())
                .isEqualTo(DeclineReason.SPEND_LIMIT_REACHED);
        // When
        limit(id, "{\"zone\":\"Pacific/Auckland\",\"monthly\":\"0.0006\"}").statusCode(200);
        // Then
        assertThat(probe.authorized(probe.prompt(payer, MODEL, 100, 100)).held().toDecimal())
                .isEqualTo("0.00025");
        assertThat(probe.declined(probe.prompt(payer, MODEL, 100, 100)).reason())
                .isEqualTo(DeclineReason.SPEND_LIMIT_REACHED);
        asOperator()
                .delete("/v1/accounts/" + id + "/limits")
                .then()
                .statusCode(200)
                .body("accountId", is(id.toString()));
        probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        asOperator().get("/v1/accounts/" + id + "/limits").then().statusCode(404);
        asOperator().delete("/v1/accounts/" + id + "/limits").then().statusCode(200);
    }

    /** What is kept of the current day belongs to the old limits: the new ones are decided by the ledger. */
    @Test
    void sumsThatAreKeptAreForgottenWithTheOldLimits() {
        // Given
        var payer = BillingProbe.stranger();
        var id = probe.authorized(probe.prompt(payer, MODEL, 100, 100)).accountId();
        limit(id, "{\"daily\":\"0.01\",\"monthly\":\"0.01\"}").statusCode(200);
        probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        database.change(
                "UPDATE spend_limit SET day_base = -1000000000, month_base = -1000000000 WHERE account_id = ?",
                id.value());
        assertThat(probe.declined(probe.prompt(payer, MODEL, 100, 100)).reason())
                .isEqualTo(DeclineReason.SPEND_LIMIT_REACHED);
        // When
        limit(id, "{\"daily\":\"0.01\",\"monthly\":\"0.01\"}").statusCode(200);
        // Then
        probe.authorized(probe.prompt(payer, MODEL, 100, 100));
    }

    /** litellm#8364, #34492: a window that begins anew must begin empty, and must begin at all. */
    @Test
    void newPeriodBeginsEmptyWithoutAnyJob() {
        // Given
        var payer = BillingProbe.stranger();
        var id = probe.authorized(probe.prompt(payer, MODEL, 100, 100)).accountId();
        limit(id, "{\"daily\":\"0.01\"}").statusCode(200);
        probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        // When yesterday's sums are still kept
        database.change(
                "UPDATE spend_limit SET day_from = day_from - interval '1 day', day_until = day_until - interval '1 day',"
                        + " day_base = -9000000 WHERE account_id = ?",
                id.value());
        // Then
        probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        asOperator().get("/v1/accounts/" + id + "/limits").then().body("daily.held", is("0.00075"));
    }

    @Test
    void limitsChangedByManyAtOnceWhilePromptsRunLoseNothing() {
        // Given
        var payer = BillingProbe.stranger();
        var id = probe.authorized(probe.prompt(payer, MODEL, 1, 100)).accountId();
        // When
        var racing = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    if (i % 4 == 3) {
                        asOperator()
                                .delete("/v1/accounts/" + id + "/limits")
                                .then()
                                .statusCode(200);
                    } else {
                        limit(id, "{\"daily\":\"0.%d\"}".formatted(i + 1)).statusCode(200);
                    }
                }))
                .toList();
        IntStream.range(0, 10).forEach(i -> probe.submit(probe.prompt(payer, MODEL, 1, 100)));
        racing.forEach(CompletableFuture::join);
        // Then
        limit(id, "{\"daily\":\"0.5\"}").statusCode(200);
        assertThat(database.number(
                        "SELECT count(*) FROM account a JOIN spend_limit l ON l.account_id = a.id"
                                + " WHERE a.id = ? AND a.limited AND l.daily = 500000000",
                        id.value()))
                .isOne();
    }

    private static ValidatableResponse limit(AccountId id, String body) {
        return asOperator().body(body).put("/v1/accounts/" + id + "/limits").then();
    }

    /** Puts all that was booked so far into last year, as if a customer of long ago came back. */
    private void longAgo(AccountId id) {
        database.change("SET session_replication_role = replica;"
                + " UPDATE ledger SET created_at = created_at - interval '400 days' WHERE customer_account = " + id);
    }
}
