package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plans and discounts: what accounts pay that do not pay list prices. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AccountPricingIT {

    private final Database database = new Database();
    private static PriceSteps steps;

    @BeforeAll
    static void open() {
        steps = new PriceSteps();
    }

    @AfterAll
    static void close() {
        steps.close();
    }

    @Test
    void planAndDiscountMakeAPriceOfTheAccountsOwn() {
        // Given
        var model = steps.newModel();
        int base = steps.set(model, "1.000000001", null);
        var plan = steps.newPlan("0.20");
        var account = steps.funded();
        // When
        steps.reprice(account, "{\"plan\":\"%s\",\"discount\":\"0.05\"}".formatted(plan))
                .body("plan", is(plan))
                .body("markup", is("0.20"))
                .body("discount", is("0.05"))
                .body("factor", is("1.14"));
        var authorized = steps.eventually(account, model, own -> own.price().version() != base);
        // Then
        long rate = 1_140_000_001;
        assertThat(authorized.price().base().input()).isEqualTo(rate);
        assertThat(authorized.held()).isEqualTo(new Nanos(Math.ceilDiv(20 * rate, 1_000_000)));
        var settled = steps.probe.settled(steps.probe.completion(authorized, Outcome.COMPLETED, Usage.of(10, 7)));
        assertThat(settled.charged()).isEqualTo(new Nanos(Math.ceilDiv(17 * rate, 1_000_000)));
        assertThat(settled.priceVersion()).isEqualTo(authorized.price().version());
        assertThat(settled.lineItems())
                .allSatisfy(line -> assertThat(line.rate()).isEqualTo(rate));
        asOperator()
                .get("/v1/prices/" + authorized.price().version())
                .then()
                .body("baseVersion", is(base))
                .body("factor", is("1.14"))
                .body("model", is(model))
                .body("effectiveFrom", notNullValue())
                .body("rates.input", is("1.140000001"));
        asOperator()
                .get("/v1/prices?model=" + model)
                .then()
                .body("items.version", contains(base))
                .body("items[0].baseVersion", nullValue());
        asOperator().delete("/v1/prices/" + authorized.price().version()).then().statusCode(404);
        assertThat(steps.eventually(model, any -> true).price().version()).isEqualTo(base);
        asOperator()
                .get("/v1/accounts/" + account + "/transactions?limit=1")
                .then()
                .body("items[0].model", is(model))
                .body("items[0].priceVersion", is(authorized.price().version()));
    }

    @Test
    void planThatBecomesDearerIsPaidByNewHoldsOnly() {
        // Given
        var model = steps.newModel();
        steps.set(model, "1", null);
        var plan = steps.newPlan("1");
        var account = steps.funded();
        steps.reprice(account, "{\"plan\":\"%s\"}".formatted(plan)).body("factor", is("2"));
        var before = steps.eventually(account, model, own -> own.price().base().input() == 2_000_000_000L);
        // When
        steps.setPlan(plan, "2").body("markup", is("2.00")).body("accounts", is(1));
        var after = steps.eventually(account, model, own -> own.price().base().input() == 3_000_000_000L);
        // Then
        assertThat(steps.probe
                        .settled(steps.probe.completion(before, Outcome.COMPLETED, Usage.of(10, 10)))
                        .charged())
                .isEqualTo(new Nanos(40_000));
        assertThat(steps.probe
                        .settled(steps.probe.completion(after, Outcome.COMPLETED, Usage.of(10, 10)))
                        .charged())
                .isEqualTo(new Nanos(60_000));
        steps.reprice(account, "{}").body("plan", nullValue()).body("factor", is("1"));
        steps.eventually(account, model, own -> own.price().base().input() == 1_000_000_000L);
    }

    @Test
    void fullDiscountIsFreeAlsoWithoutMoney() {
        // Given
        var model = steps.newModel();
        steps.set(model, "1", null);
        var account = AccountId.parse(Operator.openAccount());
        steps.reprice(account, "{\"discount\":\"1\"}").body("factor", is("0"));
        // When
        var authorized = steps.eventually(account, model, any -> true);
        // Then
        assertThat(authorized.held()).isEqualTo(Nanos.ZERO);
        assertThat(authorized.grantedOutputTokens()).isEqualTo(10);
    }

    @Test
    void markUpThatLeavesTheRangeDeclinesThatAccountAlone() {
        // Given
        var model = steps.newModel();
        steps.set(model, "9000000000", null);
        var account = steps.funded();
        steps.reprice(account, "{\"plan\":\"%s\"}".formatted(steps.newPlan("9")));
        // When
        Eventually.eventually(() -> {
            steps.probe.submit(steps.probe.prompt(Payer.account(account), model, 10, 10));
            // Then
            assertThat(steps.probe.kafka.records(Topic.PROMPTS_DECLINED))
                    .anyMatch(seen -> seen.text().contains(model) && seen.text().contains("cost_out_of_range"));
        });
    }

    @Test
    void planThatAccountsAreOnIsNotDeletedAndAnUnusedOneIs() {
        // Given
        var plan = steps.newPlan("-0.5");
        var account = steps.funded();
        steps.reprice(account, "{\"plan\":\"%s\"}".formatted(plan)).body("factor", is("0.5"));
        // Then
        asOperator().delete("/v1/plans/" + plan).then().statusCode(409).body("field", is("name"));
        steps.reprice(account, "{\"discount\":\"0.0001\"}").body("factor", is("0.9999"));
        asOperator()
                .get("/v1/accounts/" + account + "/pricing")
                .then()
                .statusCode(200)
                .body("discount", is("0.0001"))
                .body("markup", is("0.00"));
        asOperator().get("/v1/plans/" + plan).then().statusCode(200).body("markup", is("-0.50"));
        asOperator().get("/v1/plans?limit=200").then().body("items.name", hasItem(plan));
        asOperator().delete("/v1/plans/" + plan).then().statusCode(200).body("deleted", is(true));
        asOperator().delete("/v1/plans/" + plan).then().statusCode(404);
        asOperator().get("/v1/plans/" + plan).then().statusCode(404);
    }

    @Test
    void planDeletedWhileAccountsMoveToItIsNeverMissedByOne() {
        // Given
        var accounts = IntStream.range(0, 6).mapToObj(i -> steps.funded()).toList();
        var plan = steps.newPlan("0.1");
        // When
        var statuses = new ConcurrentLinkedQueue<Integer>();
        var deletions = new ConcurrentLinkedQueue<Integer>();
        try (var operators = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var account : accounts) {
                operators.execute(() -> statuses.add(asOperator()
                        .body("{\"plan\":\"%s\"}".formatted(plan))
                        .put("/v1/accounts/" + account + "/pricing")
                        .statusCode()));
            }
            operators.execute(
                    () -> deletions.add(asOperator().delete("/v1/plans/" + plan).statusCode()));
        }
        // Then
        assertThat(statuses).hasSize(6).allMatch(status -> status == 200 || status == 400);
        assertThat(deletions).hasSize(1).allMatch(status -> status == 200 || status == 409);
        assertThat(database.number(
                        "SELECT count(*) FROM account_profile a WHERE a.plan = ?"
                                + " AND NOT EXISTS (SELECT 1 FROM plan p WHERE p.name = a.plan)",
                        plan))
                .isZero();
    }

    @Test
    void everyChangeIsAuditedWithWhatWasBefore() {
        // Given
        var account = steps.funded();
        var plan = steps.newPlan("0.1");
        // When
        steps.setPlan(plan, "0.2");
        steps.reprice(account, "{\"plan\":\"%s\"}".formatted(plan));
        // Then
        assertThat(database.number(
                        "SELECT count(*) FROM audit WHERE subject = ? AND action = 'plan.set'"
                                + " AND before ->> 'markup' = '0.10' AND after ->> 'markup' = '0.20'",
                        "plan:" + plan))
                .isOne();
        assertThat(database.number(
                        "SELECT count(*) FROM audit WHERE subject = ? AND action = 'account.price'"
                                + " AND before ->> 'factor' = '1' AND after ->> 'factor' = '1.2'",
                        "account:" + account))
                .isOne();
    }
}
