package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.billing.application.AccessToken;
import dev.kopeck.billing.application.AccessTokens;
import dev.kopeck.billing.domain.Role;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The admin's token of an installation that was given none. */
class GeneratedTokenIT {

    private static final int INSTANCES = 8;

    private String url = "";

    @BeforeEach
    void openADatabaseOfItsOwn() throws SQLException {
        var server =
                "jdbc:" + Objects.requireNonNull(new KafkaAndPostgres().start().get("KOPECK_POSTGRES_URL"));
        var name = "access_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = DriverManager.getConnection(server + "/postgres", "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        url = server + "/" + name;
        Flyway.configure().dataSource(url, "postgres", "postgres").load().migrate();
    }

    @Test
    void instancesThatStartTogetherAgreeOnOneAndShowOne() {
        // Given
        var shown = new ConcurrentLinkedQueue<String>();
        // When
        var starting = IntStream.range(0, INSTANCES)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> keep("candidate-" + i, shown::add)))
                .toList();
        var kept = starting.stream().map(CompletableFuture::join).toList();
        // Then
        assertThat(shown).hasSize(1);
        var token = Objects.requireNonNull(shown.peek());
        assertThat(kept).allSatisfy(one -> assertThat(opens(one, token)).isTrue());
        assertThat(kept).allSatisfy(one -> assertThat(one.role()).isEqualTo(Role.ADMIN));
    }

    @Test
    void laterStartsAcceptItAndShowNothing() {
        // Given
        var shown = new ConcurrentLinkedQueue<String>();
        keep("the-first", shown::add);
        // When
        var later = keep("the-second", shown::add);
        // Then
        assertThat(shown).containsExactly("the-first");
        assertThat(opens(later, "the-first")).isTrue();
        assertThat(opens(later, "the-second")).isFalse();
    }

    @Test
    void whatCouldNotBeShownIsNotKept() {
        // Given
        assertThatThrownBy(() -> keep("never-seen", GeneratedTokenIT::fail)).hasMessage("the log is full");
        // When
        var shown = new ConcurrentLinkedQueue<String>();
        var next = keep("seen", shown::add);
        // Then
        assertThat(shown).containsExactly("seen");
        assertThat(opens(next, "seen")).isTrue();
    }

    @Test
    void aForgottenOneOpensNothingAgain() throws SQLException {
        // Given
        var shown = new ConcurrentLinkedQueue<String>();
        keep("the-first", shown::add);
        // When
        boolean forgotten = forget();
        boolean again = forget();
        var next = keep("the-second", shown::add);
        // Then
        assertThat(forgotten).isTrue();
        assertThat(again).isFalse();
        assertThat(opens(next, "the-first")).isFalse();
        assertThat(opens(next, "the-second")).isTrue();
    }

    private AccessToken keep(String candidate, Consumer<String> shown) {
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres")) {
            return new GeneratedToken(connection).keep(candidate, shown);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private boolean forget() throws SQLException {
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres")) {
            return new GeneratedToken(connection).forget();
        }
    }

    private static void fail(String token) {
        throw new IllegalStateException("the log is full");
    }

    private static boolean opens(AccessToken kept, String token) {
        return new AccessTokens(List.of(kept)).find(token).isPresent();
    }
}
