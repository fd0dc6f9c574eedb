package dev.kopeck.harness.testkit;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerTest {

    @TempDir
    Path directory;

    @Test
    void commitsAreDurableUnlessATestWantsOtherwise() throws SQLException {
        // Given
        var durable = new EmbeddedPostgresServer.Settings(directory.resolve("durable"), binaries(), 0, true);
        // When
        try (var server = EmbeddedPostgresServer.start(durable)) {
            // Then
            assertThat(ask(server, "show fsync")).isEqualTo("on");
            assertThat(ask(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "show max_connections")).isEqualTo("300");
        }
    }

    @Test
    void dataSurvivesTheDeathOfTheServer() throws SQLException {
        // Given
        var settings = new EmbeddedPostgresServer.Settings(directory.resolve("data"), binaries(), 0, true);
        EmbeddedPostgresServer killed = EmbeddedPostgresServer.start(settings);
        change(killed, "create table kept (word text); insert into kept values ('still here')");
        ProcessHandle postmaster = ProcessHandle.of(killed.pid().orElseThrow()).orElseThrow();
        postmaster.destroyForcibly();
        eventually(() -> assertThat(killed.pid()).isEmpty());
        // When
        try (var restarted = EmbeddedPostgresServer.start(settings)) {
            // Then
            assertThat(ask(restarted, "select word from kept")).isEqualTo("still here");
        }
    }

    @Test
    void aServerThatPausesComesBackWhereItWasWithWhatItHad() throws SQLException {
        // Given
        var settings = EmbeddedPostgresServer.Settings.forTests(directory.resolve("data"));
        try (var server = EmbeddedPostgresServer.start(settings)) {
            change(server, "create table kept (word text); insert into kept values ('still here')");
            // When
            server.pause();
            // Then
            assertThat(server.pid()).isEmpty();
            assertThatThrownBy(() -> ask(server, "select word from kept")).isInstanceOf(SQLException.class);
            // When
            server.resume();
            // Then
            assertThat(ask(server, "select word from kept")).isEqualTo("still here");
        }
    }

    @Test
    void aServerLeftOverFromAKilledJvmIsReplaced() throws SQLException {
        // Given
        var settings = EmbeddedPostgresServer.Settings.forTests(directory.resolve("data"));
        EmbeddedPostgresServer leftOver = EmbeddedPostgresServer.start(settings);
        long oldPid = leftOver.pid().orElseThrow();
        // When
        try (var server = EmbeddedPostgresServer.start(settings)) {
            // Then
            assertThat(programOf(oldPid)).isEmpty();
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aPidFileOfAnotherProgramIsNotBelieved() throws Exception {
        // Given
        var settings = EmbeddedPostgresServer.Settings.forTests(directory.resolve("data"));
        EmbeddedPostgresServer.start(settings).close();
        Files.writeString(
                directory.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        // When
        try (var server = EmbeddedPostgresServer.start(settings)) {
            // Then
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void closeEndsTheServer() {
        // Given
        var server = EmbeddedPostgresServer.start(EmbeddedPostgresServer.Settings.forTests(directory.resolve("data")));
        long pid = server.pid().orElseThrow();
        // When
        server.close();
        // Then
        assertThat(programOf(pid)).isEmpty();
    }

    /** Empty for a zombie too: some containers have nobody who collects orphans. */
    private static Optional<String> programOf(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().command());
    }

    private static Path binaries() {
        return EmbeddedPostgresServer.Settings.forTests(Path.of("unused")).binariesFolder();
    }

    private static String ask(EmbeddedPostgresServer server, String query) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void change(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(EmbeddedPostgresServer server) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl("billing"), EmbeddedPostgresServer.USERNAME, EmbeddedPostgresServer.PASSWORD);
    }
}
