package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.BillingProbe.stranger;
import static dev.kopeck.billing.BillingProbe.told;
import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.Topic;
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

/** Holds over REST: which there are, what became of them, and giving one back. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class HoldRestIT {

    private static final String PROBLEM = "application/problem+json";
    private static final String REASON = "{\"reason\":\"ticket 17\"}";

    private final Database database = new Database();
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
    void openHoldsAreListedWithTheirAge() {
        // Given
        var payer = stranger();
        var first = probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        var second = probe.authorized(probe.prompt(payer, MODEL, 100, 100));
        database.change(
                "UPDATE hold SET created_at = created_at - interval '10 minutes',"
                        + " expires_at = expires_at - interval '10 minutes' WHERE id = ?",
                second.promptId().value());
        var path = "/v1/holds?account=" + first.accountId();
        // When
        var cursor = asOperator()
                .get(path + "&limit=1")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].promptId", is(second.promptId().toString()))
                .body("items[0].amount", is("0.00025"))
                .body("items[0].model", is(MODEL))
                .body("items[0].payer", is(payer.value()))
                .body("items[0].channel", is("telegram"))
                .body("items[0].ageSeconds", greaterThanOrEqualTo(600))
                .body("items[0].overdue", is(false))
                .body("items[0].expiresAt", containsString("T"))
                .extract()
                .<String>path("nextCursor");
        // Then
        asOperator()
                .get(path + "&limit=1&cursor=" + cursor)
                .then()
                .body("items.promptId", is(List.of(first.promptId().toString())))
                .body("nextCursor", nullValue());
        asOperator()
                .get(path + "&minAge=PT9M&model=" + MODEL)
                .then()
                .body("items.promptId", is(List.of(second.promptId().toString())));
        asOperator().get(path + "&model=other").then().body("items", hasSize(0));
    }

    @Test
    void releaseGivesTheMoneyBackTellsOfItAndIsRemembered() {
        // Given
        var authorized = authorized();
        var path = "/v1/holds/" + authorized.promptId();
        asOperator()
                .get(path)
                .then()
                .body("state", is("held"))
                .body("hold.accountId", is(authorized.accountId().toString()));
        // When
        var key = newKey();
        post(path + "/release", key, REASON)
                .statusCode(201)
                .body("released", is("0.00205"))
                .body("balance", is("1.00"))
                .body("reason", is("ticket 17"));
        // Then
        var told = probe.awaitSettled(authorized.promptId() + ".settled");
        assertThat(told.resolution()).isEqualTo(Resolution.RELEASED);
        assertThat(told.released()).isEqualTo(authorized.held());
        assertThat(told.charged()).isEqualTo(Nanos.ZERO);
        assertThat(told.payer()).isEqualTo(authorized.payer());
        asOperator()
                .get(path)
                .then()
                .body("state", is("released"))
                .body("end.released", is("0.00205"))
                .body("end.releasedBy", notNullValue())
                .body("end.reason", is("ticket 17"))
                .body("hold", nullValue());
        assertThat(held(authorized)).isZero();
        post(path + "/release", key, REASON).statusCode(201).header("Idempotent-Replayed", "true");
        assertThat(database.number(
                        "SELECT count(*) FROM audit WHERE subject = ? AND action = 'hold.release'",
                        "hold:" + authorized.promptId()))
                .isOne();
    }

    @Test
    void scenario05_completionAfterTheReleaseChargesNothingAndGetsTheReleasesAnswer() {
        // Given
        var authorized = authorized();
        post("/v1/holds/" + authorized.promptId() + "/release", newKey(), REASON)
                .statusCode(201);
        var first = probe.awaitSettled(authorized.promptId() + ".settled");
        // When
        probe.kafka.send(probe.record(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 900))));
        // Then
        var events = probe.kafka.await(
                Topic.CHARGES_SETTLED.topicName(), told(authorized.promptId() + ".settled"), 2, Eventually.DEADLINE);
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(probe.value(event, ChargeSettled.class)).isEqualTo(first));
        assertThat(database.number(
                        "SELECT posted FROM account WHERE id = ?",
                        authorized.accountId().value()))
                .isEqualTo(1_000_000_000);
    }

    @Test
    void scenario05_releaseAndSettlementRaceForOneOutcome() {
        // Given
        var holds = IntStream.range(0, 20).mapToObj(i -> authorized()).toList();
        // When
        var releases = holds.stream()
                .map(hold -> {
                    probe.kafka.send(probe.record(probe.completion(hold, Outcome.COMPLETED, Usage.of(100, 10))));
                    return CompletableFuture.supplyAsync(
                            () -> post("/v1/holds/" + hold.promptId() + "/release", newKey(), REASON)
                                    .extract()
                                    .statusCode());
                })
                .toList();
        // Then
        for (int i = 0; i < holds.size(); i++) {
            var hold = holds.get(i);
            int status = releases.get(i).join();
            var told = probe.awaitSettled(hold.promptId() + ".settled");
            assertThat(status).isIn(201, 409);
            assertThat(told.resolution()).isEqualTo(status == 201 ? Resolution.RELEASED : Resolution.SETTLED);
            assertThat(database.ledgerRows(hold.promptId().value())).isOne();
            assertThat(held(hold)).isZero();
            assertThat(database.number(
                            "SELECT posted FROM account WHERE id = ?",
                            hold.accountId().value()))
                    .isEqualTo(1_000_000_000 - told.charged().value());
        }
    }

    @Test
    void holdThatHasEndedIsNotReleasedAndTheWinnerIsNamed() {
        // Given
        var authorized = authorized();
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        var path = "/v1/holds/" + authorized.promptId();
        // Then
        post(path + "/release", newKey(), REASON)
                .statusCode(409)
                .contentType(PROBLEM)
                .body("field", is("promptId"))
                .body("detail", containsString("settled"));
        asOperator()
                .get(path)
                .then()
                .body("state", is("settled"))
                .body("end.held", is("0.00205"))
                .body("end.charged", is("0.00007"))
                .body("end.releasedBy", nullValue());
    }

    @Test
    void expiredHoldTellsOfItsLateCharge() {
        // Given
        var authorized = authorized();
        database.change(
                "UPDATE hold SET expires_at = clock_timestamp() - interval '1 second' WHERE id = ?",
                authorized.promptId().value());
        probe.awaitSettled(authorized.promptId() + ".settled");
        probe.kafka.send(probe.record(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10))));
        probe.awaitSettled(authorized.promptId() + ".settled-late");
        // Then
        asOperator()
                .get("/v1/holds/" + authorized.promptId())
                .then()
                .body("state", is("expired"))
                .body("end.charged", is("0.00"))
                .body("end.late.charged", is("0.00007"))
                .body("end.late.uncollected", is("0.00"));
    }

    @Test
    void refusedPromptTellsWhy() {
        // Given
        var prompt = probe.prompt(stranger(), "nothing-" + probe.newId(), 10, 10);
        assertThat(probe.declined(prompt).reason()).isEqualTo(DeclineReason.UNKNOWN_PRICE);
        // Then
        asOperator()
                .get("/v1/holds/" + prompt.promptId())
                .then()
                .body("state", is("refused"))
                .body("refusal.reason", is("unknown_price"));
        post("/v1/holds/" + prompt.promptId() + "/release", newKey(), REASON)
                .statusCode(404)
                .contentType(PROBLEM);
    }

    @Test
    void badReleaseNamesItsField() {
        var path = "/v1/holds/" + probe.newId() + "/release";
        post(path, newKey(), "{}").statusCode(400).body("field", is("reason"));
        post(path, newKey(), "{\"reason\":\" \"}").statusCode(400).body("field", is("reason"));
        post(path, newKey(), "{\"raeson\":\"x\"}").statusCode(400).body("field", is("raeson"));
        post("/v1/holds/x/release", newKey(), REASON).statusCode(400).body("field", is("promptId"));
        post(path, newKey(), REASON).statusCode(404).contentType(PROBLEM);
        asOperator().get("/v1/holds/" + probe.newId()).then().statusCode(404).contentType(PROBLEM);
        asOperator().body(REASON).post(path).then().statusCode(400).body("field", is("Idempotency-Key"));
    }

    private static PromptAuthorized authorized() {
        return probe.authorized(probe.prompt(stranger(), MODEL, 100, 1000));
    }

    private long held(PromptAuthorized authorized) {
        return database.number(
                "SELECT held FROM account WHERE id = ?", authorized.accountId().value());
    }
}
