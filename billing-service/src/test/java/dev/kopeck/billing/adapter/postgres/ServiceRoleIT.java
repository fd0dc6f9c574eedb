package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service's own connections may do with the books, and what they may not whatever the triggers are. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ServiceRoleIT {

    private static final String DENIED = "42501";

    @Inject
    Pool pool;

    @Test
    void everyConnectionOfTheServiceWorksAsItsRole() {
        assertThat(now("SELECT current_user::text")).isEqualTo("kopeck_billing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE ledger SET amount = 1",
                "DELETE FROM ledger",
                "TRUNCATE ledger",
                "UPDATE ledger_default SET amount = 1",
                "DELETE FROM ledger_default",
                "TRUNCATE ledger_default",
                "UPDATE price SET input = 0",
                "DELETE FROM price",
                "UPDATE audit SET who = 'nobody'",
                "DELETE FROM audit",
                "TRUNCATE audit",
                "UPDATE ledger_clock SET shift = 1",
                "DELETE FROM flyway_schema_history",
                "ALTER TABLE ledger DISABLE TRIGGER ALL",
                "DROP TABLE ledger_default",
                "SELECT archive_ledger_partition('ledger_default')",
                "SELECT grant_service_role()",
                "CREATE ROLE kopeck_other"
            })
    void serviceMayNotChangeWhatIsBooked(String sql) {
        assertThatThrownBy(() -> now(sql)).hasMessageContaining(DENIED);
    }

    @Test
    void serviceMayNotChangeTheLedgerEvenWhereTheTriggersAreGone() throws SQLException {
        try (var books = new Books(2)) {
            // Given
            books.open(1001, 5);
            books.call("DROP TRIGGER ledger_append_only ON ledger");
            books.call("DROP TRIGGER ledger_append_only_all ON ledger");
            try (var service = connect(books.jdbcUrl(), "postgres", "kopeck_billing")) {
                // Then
                assertDenied(service, "UPDATE ledger SET amount = amount + 1");
                assertDenied(service, "DELETE FROM ledger");
                assertDenied(service, "TRUNCATE ledger");
                assertThatCode(() -> run(service, "SELECT count(*) FROM ledger"))
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void tablesOfLaterMigrationsAreGrantedByWhatTheyAre() throws SQLException {
        try (var books = new Books(2)) {
            // Given
            books.call("CREATE TABLE later (id int)");
            books.call("CREATE TABLE later_append_only (id int)");
            books.call("CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON later_append_only"
                    + " FOR EACH ROW EXECUTE FUNCTION refuse_change()");
            books.call("GRANT ALL ON ledger TO kopeck_billing");
            // When
            books.call("SELECT grant_service_role()");
            // Then
            try (var service = connect(books.jdbcUrl(), "postgres", "kopeck_billing")) {
                run(service, "INSERT INTO later VALUES (1)");
                run(service, "DELETE FROM later");
                run(service, "INSERT INTO later_append_only VALUES (1)");
                assertDenied(service, "DELETE FROM later_append_only");
                assertDenied(service, "DELETE FROM ledger");
            }
        }
    }

    /** As on a managed database: the owner is no superuser and may not create roles. */
    @Test
    void ownerThatMayNotBecomeTheRoleIsToldWhatToDoAndGoesOnAfterwards() throws SQLException {
        try (var books = new Books(1)) {
            // Given
            var owner = "owner_" + UUID.randomUUID().toString().replace("-", "");
            books.call("CREATE ROLE " + owner + " LOGIN PASSWORD 'secret'");
            books.call("CREATE DATABASE " + owner + " OWNER " + owner);
            var url = books.jdbcUrl().replaceAll("/[^/]*$", "/" + owner);
            var flyway = Flyway.configure().dataSource(url, owner, "secret").load();
            // When
            assertThatThrownBy(flyway::migrate)
                    .hasStackTraceContaining("may not become kopeck_billing")
                    .hasStackTraceContaining("GRANT kopeck_billing TO " + owner);
            books.call("GRANT kopeck_billing TO " + owner);
            flyway.migrate();
            // Then
            try (var service = connect(url, owner, "kopeck_billing")) {
                run(service, "SELECT * FROM ensure_ledger_partitions(2)");
                run(service, "SELECT summarize_ledger()");
                run(service, "SELECT * FROM roll_usage(10)");
                run(service, "SELECT * FROM expire_holds(1)");
                assertDenied(service, "DELETE FROM ledger");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"kopeck_billing", "none"})
    void loginOfItsOwnIsNoOwnerAndServesAsWell(String role) throws SQLException {
        try (var books = new Books(1)) {
            // Given
            var login = "app_" + UUID.randomUUID().toString().replace("-", "");
            books.call("CREATE ROLE " + login + " LOGIN PASSWORD 'secret' IN ROLE kopeck_billing");
            // When
            try (var service = connect(books.jdbcUrl(), login, role)) {
                // Then
                run(service, "SELECT * FROM ensure_ledger_partitions(2)");
                run(service, "SELECT seed_price('m', 1, 1, 1, 1, 1)");
                assertDenied(service, "DELETE FROM ledger");
                run(service, "RESET ROLE");
                assertDenied(service, "DELETE FROM ledger");
            }
        }
    }

    private String now(String sql) {
        return String.valueOf(pool.query(sql)
                .execute()
                .map(rows -> rows.iterator().hasNext() ? rows.iterator().next().getValue(0) : "")
                .await()
                .atMost(Duration.ofSeconds(20)));
    }

    private static Connection connect(String url, String user, String role) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", user.equals("postgres") ? "postgres" : "secret");
        properties.setProperty("options", "-c role=" + role);
        return DriverManager.getConnection(url, properties);
    }

    private static void assertDenied(Connection connection, String sql) {
        assertThatThrownBy(() -> run(connection, sql))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(sql).isEqualTo(DENIED));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
