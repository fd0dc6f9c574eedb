package dev.kopeck.billing;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * An empty database as docs/operating/ledger.md has an administrator make it: an owner that migrates and is no superuser,
 * and a login that serves and owns nothing.
 */
public final class LoginThatOwnsNothing implements QuarkusTestResourceLifecycleManager {

    private static final String PASSWORD = "secret";

    @Override
    public Map<String, String> start() {
        var server = Objects.requireNonNull(new KafkaAndPostgres().start().get("KOPECK_POSTGRES_URL"));
        var mark = UUID.randomUUID().toString().replace("-", "");
        var owner = "owner_" + mark;
        var login = "app_" + mark;
        var database = "owned_" + mark;
        run(
                server,
                "DO $$ BEGIN CREATE ROLE kopeck_billing NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE kopeck_billing".formatted(owner, PASSWORD),
                "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE kopeck_billing".formatted(login, PASSWORD),
                "CREATE DATABASE %s OWNER %s".formatted(database, owner));
        return Map.of(
                "quarkus.datasource.jdbc.url", "jdbc:" + server + "/" + database,
                "quarkus.datasource.reactive.url", server + "/" + database,
                "quarkus.datasource.username", login,
                "quarkus.datasource.password", PASSWORD,
                "quarkus.flyway.username", owner,
                "quarkus.flyway.password", PASSWORD);
    }

    /** The database goes with its server. */
    @Override
    public void stop() {}

    private static void run(String server, String... statements) {
        try (var connection = DriverManager.getConnection("jdbc:" + server + "/billing", "postgres", "postgres");
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("no database for a login that owns nothing", e);
        }
    }
}
