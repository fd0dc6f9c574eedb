package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.openAccount;
import static dev.kopeck.billing.Operator.post;
import static dev.kopeck.billing.Operator.topUp;
import static dev.kopeck.harness.testkit.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The books against what Kafka, Telegram and a provider say. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ReconciliationIT {

    private static final Database DATABASE = new Database();

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
    void booksAndKafkaAreComparedIdByIdAndWhatDiffersIsNamed() {
        // Given
        var account = account("5.00");
        var authorized = probe.authorized(probe.prompt(Payer.account(account), BillingProbe.MODEL, 10, 10));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(10, 5)));
        var declined = probe.prompt(Payer.account(account), "no-such-model", 10, 10);
        probe.declined(declined);
        var before = kafka();
        // When
        var untold = probe.newId();
        DATABASE.change(
                "INSERT INTO reject (id, reason, needed, available, fingerprint) VALUES (?, 3, 1, 0, 1)",
                untold.value());
        DATABASE.change("DELETE FROM reject WHERE id = ?", declined.promptId().value());
        // Then
        var after = kafka();
        assertThat(sum(after, "untold") - sum(before, "untold")).isOne();
        assertThat(sum(after, "unknown") - sum(before, "unknown")).isOne();
        assertThat(sum(after, "rows")).isEqualTo(sum(before, "rows"));
        assertThat(sum(before, "events")).isGreaterThanOrEqualTo(3);
        asOperator().get("/v1/ops/invariants").then().body("items[11].status", is("violated"));
        DATABASE.change("DELETE FROM reject WHERE id = ?", untold.value());
        assertThat(DATABASE.number("SELECT count(*) FROM reconciliation_event")).isZero();
    }

    @Test
    void starTransactionsAreMatchedWithPayments() {
        // Given
        var run = newKey();
        var account = account("1.00");
        DATABASE.change(
                "INSERT INTO payment (provider, payment_id, account_id, payer, pack, amount, currency, entry_id, created_at)"
                        + " VALUES ('telegram-stars', ?, ?, 'telegram:7', 'p', 5000000000, 'USD', gen_random_uuid(),"
                        + " '2021-05-05 12:00Z'), ('telegram-stars', ?, ?, 'telegram:8', 'p', 1000000000, 'USD',"
                        + " gen_random_uuid(), '2021-05-05 12:30Z')",
                "paid-" + run,
                account.value(),
                "invented-" + run,
                account.value());
        var body = """
                {"ok":true,"result":{"transactions":[
                 {"id":"paid-%1$s","amount":250,"date":1620216000,"source":{"type":"user",
                  "transaction_type":"invoice_payment","user":{"id":7,"is_bot":false,"first_name":"A"}}},
                 {"id":"lost-%1$s","amount":100,"nanostar_amount":500000000,"date":1620218000,"source":{"type":"user",
                  "transaction_type":"invoice_payment","user":{"id":8,"is_bot":false,"first_name":"B"}}},
                 {"id":"out","amount":9000,"date":1620219600,"receiver":{"type":"fragment"}}]}}""".formatted(run);
        // When
        var key = newKey();
        var answer = post("/v1/ops/reconciliations/telegram-stars?starValue=0.02", key, body)
                .statusCode(201)
                .body("kind", is("telegram_stars"))
                .body("state", is("finished"))
                .body("compared", is(3))
                .body("differing", is(2))
                .body("result.lines.verdict", hasItems("missing_here", "missing_there"))
                .body("result.lines[0].paymentId", is("lost-" + run))
                .body("result.lines[0].stars", is("100.500000000"))
                .body("result.lines[1].credited", is("1.00"))
                .extract();
        // Then
        post("/v1/ops/reconciliations/telegram-stars?starValue=0.02", key, body)
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("id", is(answer.<String>path("id")));
        post("/v1/ops/reconciliations/telegram-stars?starValue=0.03", key, body).statusCode(422);
        post("/v1/ops/reconciliations/telegram-stars?starValue=0.03", newKey(), body)
                .statusCode(201)
                .body("result.lines.verdict", hasItem("other_amount"));
        asOperator()
                .get("/v1/ops/reconciliations?kind=telegram_stars&limit=1")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("nextCursor", notNullValue());
    }

    @Test
    void withoutPaymentsThereIsNothingToMatchAndThatIsSaid() {
        DATABASE.change("ALTER TABLE IF EXISTS payment RENAME TO payment_elsewhere");
        try {
            post(
                            "/v1/ops/reconciliations/telegram-stars",
                            newKey(),
                            "{\"transactions\":[{\"id\":\"a\",\"amount\":1,\"date\":1620216000}]}")
                    .statusCode(201)
                    .body("state", is("failed"))
                    .body("failure", containsString("no payments"));
        } finally {
            DATABASE.change("ALTER TABLE IF EXISTS payment_elsewhere RENAME TO payment");
        }
    }

    @Test
    void usageOfAProviderIsComparedPerDayAndModel() {
        // Given
        var model = "usage-" + newKey();
        Operator.price(model, "{\"input\":\"1\",\"output\":\"1\"}");
        var account = account("5.00");
        var authorized = probe.authorizedOncePriced(Payer.account(account), model);
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 50)));
        var ours = DATABASE.number(
                "SELECT sum(l.input_tokens) FROM ledger l JOIN price p ON p.version = l.price_version WHERE p.model = ?",
                model);
        var day = LocalDate.now(ZoneOffset.UTC);
        var csv = "date,model,input_tokens,output_tokens,cost\n%s,%s,%d,%d,1.5\n"
                .formatted(day, model, ours * 2, ours / 2);
        // When
        var answer = given().header("Authorization", "Bearer " + Operator.TOKEN)
                .header("Idempotency-Key", newKey())
                .contentType("text/csv")
                .body(csv)
                .post("/v1/ops/reconciliations/provider-usage")
                .then();
        // Then
        answer.statusCode(201)
                .body("differing", is(1))
                .body("result.lines[0].model", is(model))
                .body("result.lines[0].inputTokens", is((int) ours))
                .body("result.lines[0].inputTokensThere", is((int) ours * 2))
                .body("result.lines[0].driftPercent", is("66.67"))
                .body("result.lines[0].costThere", is("1.5"))
                .body("result.lines[0].flagged", is(true));
    }

    private static AccountId account(String balance) {
        var account = AccountId.parse(openAccount());
        topUp(account, balance);
        return account;
    }

    /** The hours of now, which REST would not compare yet. */
    private static String kafka() {
        var id = newKey();
        DATABASE.change(
                "INSERT INTO reconciliation (id, kind, from_at, to_at) SELECT ?::uuid, 'kafka', h - interval '1 hour',"
                        + " h + interval '1 hour' FROM date_trunc('hour', clock_timestamp(), 'UTC') AS h",
                id);
        eventually(() -> asOperator()
                .get("/v1/ops/reconciliations/" + id)
                .then()
                .body("state", is("finished"))
                .body("compared", is(6)));
        return id;
    }

    private static long sum(String reconciliation, String figure) {
        return DATABASE.number(
                "SELECT coalesce(sum((line->>?)::bigint), 0) FROM reconciliation r,"
                        + " jsonb_array_elements(r.result->'lines') line WHERE r.id = ?::uuid",
                figure,
                reconciliation);
    }
}
