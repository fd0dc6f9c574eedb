package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * Scenario 10: whoever changes an account while it is being booked on waits for that booking, and decides by what it
 * left. Each booking here has done its writes and has not committed when the change comes.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AccountLocksIT {

    private static final String URL = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);

    private final Database database = new Database();

    @Test
    void scenario10_creditLimitIsNotLoweredBelowAHoldThatIsBeingMade() throws Exception {
        // Given
        var id = post("/v1/accounts", newKey(), "{\"creditLimit\":\"1\"}")
                .extract()
                .<String>path("id");
        // When
        var answer = during(
                """
                UPDATE account SET held = held + 500000000 WHERE id = %1$s;
                INSERT INTO hold (id, account_id, amount, price_version, fingerprint, expires_at, channel, payer)
                  VALUES (gen_random_uuid(), %1$s, 500000000, 1, 0, now() + interval '1 hour', 1, 'account:%1$s')""".formatted(id),
                () -> asOperator()
                        .body("{\"creditLimit\":\"0.4\"}")
                        .patch("/v1/accounts/" + id)
                        .then());
        // Then
        assertProblem(answer, 409, "credit-limit-in-use");
    }

    @Test
    void scenario10_accountIsNotClosedUnderATopUp() throws Exception {
        // Given
        var id = Operator.openAccount();
        // When
        var answer = during(
                """
                SELECT * FROM post_batch(ARRAY[gen_random_uuid()], ARRAY[4::smallint], ARRAY[%s::bigint],
                  ARRAY[700::bigint], ARRAY[2::bigint], ARRAY['late'])""".formatted(id), () -> post("/v1/accounts/" + id + "/close", newKey(), "{\"reason\":\"gone\"}"));
        // Then
        assertProblem(answer, 409, "account-not-empty");
    }

    @Test
    void scenario10_keysAreCountedOneAfterTheOther() throws Exception {
        // Given
        var id = Operator.openAccount();
        database.change(
                "INSERT INTO api_key (id, account_id, name, prefix, hash)"
                        + " SELECT gen_random_uuid(), ?, 'k', 'kp_', sha256(convert_to(gen_random_uuid()::text, 'UTF8'))"
                        + " FROM generate_series(1, 99)",
                Long.parseLong(id));
        // When
        var answer = during(
                """
                SELECT 1 FROM account WHERE id = %1$s FOR NO KEY UPDATE;
                INSERT INTO api_key (id, account_id, name, prefix, hash)
                  VALUES (gen_random_uuid(), %1$s, 'k', 'kp_', sha256(convert_to(gen_random_uuid()::text, 'UTF8')))""".formatted(id), () -> post("/v1/accounts/" + id + "/keys", newKey(), "{\"name\":\"one too many\"}"));
        // Then
        assertProblem(answer, 409, "too-many-keys");
    }

    @Test
    void scenario10_limitsWaitForThePromptThatIsDecidedByTheOldOnes() throws Exception {
        // Given
        var id = Operator.openAccount();
        // When
        var answer = during(
                "SELECT 1 FROM account WHERE id = %s FOR NO KEY UPDATE".formatted(id),
                () -> asOperator()
                        .body("{\"daily\":\"1\"}")
                        .put("/v1/accounts/" + id + "/limits")
                        .then());
        // Then
        answer.statusCode(200);
    }

    private ValidatableResponse during(String booking, Supplier<ValidatableResponse> change) throws Exception {
        try (var connection = DriverManager.getConnection(URL, "postgres", "postgres");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(booking);
            int holder = backendOf(connection);
            var changing = CompletableFuture.supplyAsync(change);
            Eventually.eventually(() -> assertThat(database.number(
                            "SELECT count(*) FROM pg_stat_activity" + " WHERE ? = ANY (pg_blocking_pids(pid))", holder))
                    .as("changes that wait for the account")
                    .isPositive());
            connection.commit();
            return changing.join();
        }
    }

    private static int backendOf(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void assertProblem(ValidatableResponse answer, int status, String code) {
        assertThat(answer.extract().statusCode()).isEqualTo(status);
        assertThat(answer.extract().<String>path("type")).isEqualTo("urn:kopeck:problem:" + code);
    }
}
