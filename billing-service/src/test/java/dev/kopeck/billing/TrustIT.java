package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.openAccount;
import static dev.kopeck.billing.Operator.post;
import static dev.kopeck.billing.Operator.topUp;
import static dev.kopeck.harness.testkit.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checks of the books as an operator meets them: found by themselves, parked, looked at, let go again. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class TrustIT {

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
    void scenario28_corruptedBalanceIsFoundAndThatAccountAloneParked() {
        // Given
        var broken = account("5.00");
        var sound = account("5.00");
        probe.authorized(probe.prompt(Payer.account(broken), BillingProbe.MODEL, 10, 10));
        // When
        DATABASE.change("UPDATE account SET posted = posted + 5 WHERE id = ?", broken.value());
        // Then
        eventually(() -> assertThat(parked(broken)).isTrue());
        probe.authorized(probe.prompt(Payer.account(sound), BillingProbe.MODEL, 10, 10));
        assertThat(parked(sound)).isFalse();
        asOperator()
                .get("/v1/ops/invariants")
                .then()
                .statusCode(200)
                .body("items.number", hasSize(13))
                .body("items[1].name", is("posted"))
                .body("items[1].status", is("violated"))
                .body("items[1].violations.find { it.accountId == '%s' }.expected".formatted(broken), is("5.00"))
                .body("items[1].violations.find { it.accountId == '%s' }.found".formatted(broken), is("5.000000005"))
                .body("items[1].violations.accountId", not(hasItem(sound.toString())))
                .body("items[0].lastRuns.mode", hasItem("changed"));
        asOperator()
                .get("/v1/ops/parked?limit=200")
                .then()
                .statusCode(200)
                .body("items.accountId", hasItem(broken.toString()));
        eventually(() -> {
            assertThat(metric("kopeck_billing_invariant_violations{invariant=\"2\",name=\"posted\"}"))
                    .isGreaterThanOrEqualTo(1);
            assertThat(metric("kopeck_billing_accounts_parked")).isGreaterThanOrEqualTo(1);
            assertThat(metric("kopeck_billing_invariant_age_seconds{invariant=\"2\",name=\"posted\"}"))
                    .isBetween(-1.0, 60.0);
        });
        repair(broken);
    }

    @Test
    void unparkingNeedsBooksThatAddUpAndAReason() {
        // Given
        var broken = account("5.00");
        DATABASE.change("UPDATE account SET posted = posted + 5 WHERE id = ?", broken.value());
        eventually(() -> assertThat(parked(broken)).isTrue());
        var path = "/v1/ops/parked/" + broken + "/unpark";
        var key = newKey();
        // When
        post(path, key, "{}").statusCode(400).body("field", is("reason"));
        post(path, key, "{\"reason\":\"looked at it\"}")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", is("urn:kopeck:problem:books-violated"))
                .body("violations", hasSize(1))
                .body("violations[0].name", is("posted"))
                .body("violations[0].expected", is("5.00"))
                .body("violations[0].found", is("5.000000005"));
        assertThat(parked(broken)).isTrue();
        DATABASE.change("UPDATE account SET posted = posted - 5 WHERE id = ?", broken.value());
        // Then
        post(path, key, "{\"reason\":\"looked at it\"}").statusCode(201).body("parked", is(false));
        post(path, key, "{\"reason\":\"looked at it\"}").statusCode(201).header("Idempotent-Replayed", "true");
        post(path, newKey(), "{\"reason\":\"again\"}")
                .statusCode(409)
                .body("type", is("urn:kopeck:problem:not-parked"));
        assertThat(parked(broken)).isFalse();
        assertThat(DATABASE.number(
                        "SELECT count(*) FROM audit WHERE action = 'account.unpark' AND subject = ?"
                                + " AND before->>'parked' = 'true' AND after->>'reason' = 'looked at it'",
                        "account:" + broken))
                .isOne();
        assertThat(DATABASE.number("SELECT count(*) FROM violation WHERE account_id = ?", broken.value()))
                .isZero();
    }

    @Test
    void violationStaysOpenUntilAFullCheckWhateverTheNextOneOfTheMinuteSays() {
        // Given
        var account = account("5.00");
        DATABASE.change("UPDATE account SET posted = posted + 5 WHERE id = ?", account.value());
        eventually(() -> assertThat(parked(account)).isTrue());
        DATABASE.change("UPDATE account SET posted = posted - 5 WHERE id = ?", account.value());
        assertThat(DATABASE.number("SELECT count(*) FROM violation WHERE account_id = ?", account.value()))
                .isOne();
        // When
        var proof = proof();
        // Then
        assertThat(DATABASE.number("SELECT count(*) FROM violation WHERE account_id = ?", account.value()))
                .isZero();
        assertThat(parked(account)).as("only an operator lets it go").isTrue();
        assertThat(DATABASE.number("SELECT count(*) FROM audit WHERE subject = ?", "proof:" + proof))
                .isOne();
        repair(account);
    }

    @Test
    void proofReadsEveryEntryOfEveryAccountAndTheSumOfAll() {
        // Given
        var account = account("3.00");
        var accounts = DATABASE.number("SELECT count(*) FROM account WHERE kind = 1");
        var entries = DATABASE.number("SELECT count(*) FROM ledger");
        // When
        var proof = proof();
        // Then
        asOperator()
                .get("/v1/ops/proofs/" + proof)
                .then()
                .statusCode(200)
                .body("state", is("finished"))
                .body("accounts", greaterThanOrEqualTo((int) accounts))
                .body("entries", greaterThanOrEqualTo((int) entries))
                .body("started", notNullValue())
                .body("finished", notNullValue());
        asOperator().get("/v1/ops/proofs?limit=1").then().statusCode(200).body("items", hasSize(1));
        assertThat(DATABASE.number("SELECT count(*) FROM proof WHERE night IS NOT NULL AND finished IS NOT NULL"))
                .as("the proof of the night, asked for by nobody")
                .isGreaterThanOrEqualTo(1);
        asOperator()
                .get("/v1/ops/invariants")
                .then()
                .body("items[7].lastRuns.mode", hasItems("full", "changed"))
                .body("items[7].violations.findAll { it.accountId == null }", hasSize(0));
        assertThat(parked(account)).isFalse();
    }

    /** Everything that other tests did until now, with the checks running beside them. */
    @Test
    void noCheckEverCriedWolf() {
        proof();
        asOperator()
                .get("/v1/ops/invariants")
                .then()
                .statusCode(200)
                .body("items.number", everyItem(greaterThanOrEqualTo(1)));
        assertThat(DATABASE.number("SELECT count(*) FROM violation WHERE invariant <= 11"))
                .isZero();
    }

    @Test
    void sealsAreListedAndVerifiedOverRest() {
        // Given
        DATABASE.change("INSERT INTO seal (hour, format, rows, previous, hash) SELECT h, 1, 0, p, o_hash"
                + " FROM (SELECT date_trunc('hour', clock_timestamp(), 'UTC') - interval '50 hours' AS h,"
                + " decode(repeat('00', 32), 'hex') AS p) x, hash_hour(h, p) WHERE NOT EXISTS (SELECT 1 FROM seal)");
        var first = Instant.ofEpochSecond(DATABASE.number("SELECT extract(epoch FROM min(hour))::bigint FROM seal"));
        // When
        var id = post(
                        "/v1/ops/seals/verify",
                        newKey(),
                        "{\"from\":\"%s\",\"to\":\"%s\"}".formatted(first, first.plusSeconds(3600)))
                .statusCode(202)
                .body("state", is("requested"))
                .extract()
                .<String>path("id");
        // Then
        eventually(() -> asOperator()
                .get("/v1/ops/seals/verifications/" + id)
                .then()
                .statusCode(200)
                .body("state", is("finished"))
                .body("sound", is(true))
                .body("hours", is(1)));
        asOperator()
                .get("/v1/ops/seals?limit=1&cursor=" + first.plusSeconds(3600))
                .then()
                .statusCode(200)
                .body("items[0].hour", is(first.toString()))
                .body("items[0].hash.length()", is(64));
        // The hours since are sealed one after the other; how many there are depends on the oldest entry of all tests.
        var second = OffsetDateTime.ofInstant(first.plusSeconds(3600), ZoneOffset.UTC);
        eventually(() -> assertThat(DATABASE.number("SELECT count(*) FROM seal WHERE hour = ?", second))
                .isOne());
        assertThat(DATABASE.number(
                        "SELECT count(*) FROM verify_seals(?, ?) WHERE o_verdict <> 'sound'",
                        second.minusHours(1),
                        second.plusHours(1)))
                .isZero();
    }

    private static AccountId account(String balance) {
        var account = AccountId.parse(openAccount());
        topUp(account, balance);
        return account;
    }

    private static boolean parked(AccountId account) {
        return DATABASE.number("SELECT count(*) FROM account WHERE parked AND id = ?", account.value()) == 1;
    }

    /** So that no other test meets books that are broken. */
    private static void repair(AccountId account) {
        DATABASE.change(
                "UPDATE account a SET posted = (SELECT sum(CASE WHEN l.credit_account = a.id THEN l.amount"
                        + " ELSE -l.amount END) FROM ledger l WHERE l.customer_account = a.id) WHERE id = ?",
                account.value());
        post("/v1/ops/parked/" + account + "/unpark", newKey(), "{\"reason\":\"repaired\"}")
                .statusCode(201);
    }

    private static String proof() {
        var id =
                post("/v1/ops/proofs", newKey(), "{}").statusCode(202).extract().<String>path("id");
        eventually(() -> asOperator().get("/v1/ops/proofs/" + id).then().body("state", is("finished")));
        return id;
    }

    private static double metric(String name) {
        return given().get("/q/metrics")
                .then()
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }
}
