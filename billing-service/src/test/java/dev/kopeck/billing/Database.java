package dev.kopeck.billing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Looks into the books of the service under test. */
final class Database {

    private final String url;

    Database() {
        url = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
    }

    long number(String sql, Object... parameters) {
        try (var connection = connect();
                var statement = prepared(connection, sql, parameters);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    String text(String sql, Object... parameters) {
        try (var connection = connect();
                var statement = prepared(connection, sql, parameters);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void change(String sql, Object... parameters) {
        try (var connection = connect();
                var statement = prepared(connection, sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    long ledgerRows(UUID id) {
        return number("SELECT count(*) FROM ledger WHERE id = ?", id);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
