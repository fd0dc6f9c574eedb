package dev.kopeck.harness.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The databases of the services on one server: each service owns one and fills it by its own migrations. */
public final class PostgresDatabases {

    /** One per service, named after it. */
    public static final List<String> NAMES = List.of("billing", "gateway", "telegram");

    private PostgresDatabases() {}

    /**
     * Creates those that are missing.
     *
     * @param serverUrl without a database: {@code postgresql://localhost:15432}
     * @throws IllegalStateException if the server cannot be reached or refuses
     */
    public static void createMissing(String serverUrl, String username, String password) {
        try (Connection connection =
                DriverManager.getConnection("jdbc:" + serverUrl + "/postgres", username, password)) {
            for (String name : NAMES) {
                if (!exists(connection, name)) {
                    create(connection, name);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL at %s: %s".formatted(serverUrl, e.getMessage()), e);
        }
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void create(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
    }
}
