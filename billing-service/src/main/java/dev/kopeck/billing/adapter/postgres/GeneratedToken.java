package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.AccessToken;
import dev.kopeck.billing.domain.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The admin's token of an installation that was given none. Instances that start together agree on one: the losers of the
 * insert wait for the winner's commit and read its hash.
 */
final class GeneratedToken {

    /** What the audit log calls its holder. */
    static final String NAME = "first-admin";

    private static final String INSERT = "INSERT INTO generated_token (sha256) VALUES (?) ON CONFLICT (one) DO NOTHING";
    private static final String SELECT = "SELECT sha256 FROM generated_token";
    private static final String DELETE = "DELETE FROM generated_token";

    private final Connection connection;

    /** @param connection of the caller, who closes it */
    GeneratedToken(Connection connection) {
        this.connection = connection;
    }

    /**
     * What is stored, or the candidate where nothing is.
     *
     * @param shown is told where the candidate was taken, before it is: a crash in between leaves a token that opens
     *     nothing, instead of one that nobody has seen
     */
    AccessToken keep(String candidate, Consumer<String> shown) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (insert(AccessToken.sha256(candidate))) {
                shown.accept(candidate);
            }
            var stored = stored();
            connection.commit();
            return stored.orElseThrow(
                    () -> new IllegalStateException("the generated token was deleted while this instance started"));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Answers whether there was one. */
    boolean forget() throws SQLException {
        try (var statement = connection.prepareStatement(DELETE)) {
            return statement.executeUpdate() > 0;
        }
    }

    private boolean insert(byte[] sha256) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setBytes(1, sha256);
            return statement.executeUpdate() > 0;
        }
    }

    private Optional<AccessToken> stored() throws SQLException {
        try (var statement = connection.prepareStatement(SELECT);
                var rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(new AccessToken(NAME, Role.ADMIN, rows.getBytes(1))) : Optional.empty();
        }
    }
}
