package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.as;
import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.billing.application.PurgeOldRows;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an idempotency key promises when callers, clocks and other requests come in between. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class IdempotencyIT {

    private static final String PROBLEM = "application/problem+json";
    private static final String TOP_UP = "{\"amount\":\"3.00\"}";
    private static final String HOLD_KEY =
            "INSERT INTO idempotency (path, key, who, request_hash) VALUES (?, ?, 'admin', 'of another body')";

    @Inject
    PurgeOldRows purgeOldRows;

    private final Database database = new Database();

    @Test
    void nobodyReadsAnAnswerThatWasRecordedForSomebodyElse() {
        // Given
        var account = "/v1/accounts/" + Operator.openAccount();
        var key = newKey();
        post(account + "/top-ups", key, TOP_UP).statusCode(201);
        // When
        var other = topUp("operator", account, key);
        // Then
        other.statusCode(422)
                .contentType(PROBLEM)
                .body("field", is("Idempotency-Key"))
                .body(not(containsString("balanceAfter")));
        topUp("admin", account, key).statusCode(201).header("Idempotent-Replayed", "true");
        asOperator().get(account).then().body("balance.posted", is("3.00"));
    }

    @Test
    void keysFromBeforeCallersHadNamesAreThoseOfTheOneOperatorThatThereWas() {
        // Given
        var account = "/v1/accounts/" + Operator.openAccount();
        var key = newKey();
        topUp("operator", account, key).statusCode(201);
        database.change("UPDATE idempotency SET who = DEFAULT WHERE path = ? AND key = ?", account + "/top-ups", key);
        // Then
        topUp("operator", account, key).statusCode(201).header("Idempotent-Replayed", "true");
        topUp("admin", account, key).statusCode(422);
    }

    @Test
    void aRequestWaitsForTheOneWithItsKeyForAWhileAndIsThenToldToComeBack() throws Exception {
        // Given
        var account = "/v1/accounts/" + Operator.openAccount();
        var key = newKey();
        try (var underWay = database.connect()) {
            underWay.setAutoCommit(false);
            hold(underWay, account + "/top-ups", key);
            // When
            topUp("admin", account, key)
                    // Then
                    .statusCode(409)
                    .contentType(PROBLEM)
                    .header("Retry-After", "1")
                    .body("type", is("urn:kopeck:problem:idempotency-key-in-progress"))
                    .body("field", is("Idempotency-Key"));
            underWay.rollback();
        }
        topUp("admin", account, key).statusCode(201).header("Idempotent-Replayed", nullValue());
    }

    @Test
    void whereTheFirstRequestFailsTheWaitingOneDoesTheWork() throws Exception {
        // Given
        var account = "/v1/accounts/" + Operator.openAccount();
        var key = newKey();
        try (var underWay = database.connect()) {
            underWay.setAutoCommit(false);
            hold(underWay, account + "/top-ups", key);
            // When
            var waiting = CompletableFuture.supplyAsync(() -> topUp("admin", account, key));
            underWay.rollback();
            // Then
            waiting.join().statusCode(201).header("Idempotent-Replayed", nullValue());
        }
    }

    @Test
    void theWaitForAKeyIsNotTheWaitForAnAccount() throws Exception {
        // Given
        try (var connection = database.connect();
                var claim = connection.prepareStatement("SELECT o_status FROM claim_key('/p', ?, 'me', 'h', 700)");
                var show = connection.prepareStatement("SHOW lock_timeout")) {
            connection.setAutoCommit(false);
            claim.setString(1, newKey());
            // When
            claim.executeQuery();
            // Then
            try (var rows = show.executeQuery()) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("0");
            }
        }
    }

    @Test
    void oldKeysAndOldRefusalsAreForgottenAndYoungOnesAreNot() throws Throwable {
        // Given
        var run = UUID.randomUUID().toString();
        database.change(
                "INSERT INTO idempotency (path, key, request_hash, status, response, created_at)"
                        + " SELECT ?, 'old-' || n, 'h', 201, '{}', clock_timestamp() - interval '31 days'"
                        + " FROM generate_series(1, 2500) n",
                run);
        database.change(
                "INSERT INTO idempotency (path, key, request_hash, status, response, created_at)"
                        + " VALUES (?, 'young', 'h', 201, '{}', clock_timestamp() - interval '29 days')",
                run);
        var old = refusal("31 days");
        var young = refusal("29 days");
        // When
        VertxContextSupport.subscribeAndAwait(() -> purgeOldRows.purge());
        // Then
        assertThat(database.number("SELECT count(*) FROM idempotency WHERE path = ?", run))
                .isOne();
        assertThat(database.number("SELECT count(*) FROM reject WHERE id = ?", old))
                .isZero();
        assertThat(database.number("SELECT count(*) FROM reject WHERE id = ?", young))
                .isOne();
    }

    @Test
    void aPurgeIsBoundedAndOneAtATime() throws Exception {
        // Given
        var run = UUID.randomUUID().toString();
        database.change(
                "INSERT INTO idempotency (path, key, request_hash, created_at)"
                        + " SELECT ?, 'old-' || n, 'h', '1970-01-01' FROM generate_series(1, 5) n",
                run);
        // When
        try (var connection = database.connect();
                var purge = connection.prepareStatement("SELECT purge_idempotency(interval '20000 days', 3)")) {
            connection.setAutoCommit(false);
            purge.executeQuery();
            // Then
            assertThat(database.number("SELECT purge_idempotency(interval '20000 days', 3)"))
                    .isZero();
            assertThat(database.number("SELECT purge_rejects(interval '20000 days', 3)"))
                    .isZero();
            connection.commit();
        }
        assertThat(database.number("SELECT count(*) FROM idempotency WHERE path = ?", run))
                .isEqualTo(2);
    }

    private UUID refusal(String age) {
        var id = UUID.randomUUID();
        database.change(
                "INSERT INTO reject (id, reason, needed, available, fingerprint, created_at)"
                        + " VALUES (?, 3, 1, 0, 0, clock_timestamp() - ?::interval)",
                id,
                age);
        return id;
    }

    private static ValidatableResponse topUp(String role, String account, String key) {
        return as(role).header("Idempotency-Key", key)
                .body(TOP_UP)
                .post(account + "/top-ups")
                .then();
    }

    private static void hold(java.sql.Connection connection, String path, String key) throws SQLException {
        try (var statement = connection.prepareStatement(HOLD_KEY)) {
            statement.setString(1, path);
            statement.setString(2, key);
            statement.executeUpdate();
        }
    }
}
