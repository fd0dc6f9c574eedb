package dev.kopeck.harness.benchmarks.billing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;

/** The yardsticks' own database on the server that billing uses: the plainest schema that is still correct. */
final class YardstickDatabase {

    static final String NAME = "yardstick";

    private final String serverUrl;
    private final String user;
    private final String password;

    YardstickDatabase(String serverUrl, String user, String password) {
        this.serverUrl = serverUrl;
        this.user = user;
        this.password = password;
    }

    void create() {
        run("postgres", "CREATE DATABASE " + NAME);
        run(NAME, script("schema.sql"));
    }

    /** Empties it, with so many accounts. */
    void reset(int accounts) {
        for (var statement : script("reset.sql")
                .replace(":naccts", Integer.toString(accounts))
                .split(";")) {
            if (!statement.isBlank()) {
                run(NAME, statement);
            }
        }
    }

    /** Fails where the books of the yardstick do not add up: a yardstick that cheats measures nothing. */
    void check() {
        try (var connection = connect(NAME);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(script("check.sql"))) {
            rows.next();
            if (!rows.getBoolean(1) || !rows.getBoolean(2) || rows.getLong(3) != 0) {
                throw new IllegalStateException("The yardstick's books do not add up");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The yardstick cannot be checked: " + e.getMessage(), e);
        }
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:" + serverUrl + "/" + database, user, password);
    }

    private void run(String database, String sql) {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The yardstick cannot be prepared: " + e.getMessage(), e);
        }
    }

    static String script(String name) {
        try (var in = YardstickDatabase.class.getResourceAsStream("/yardsticks/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
