package dev.kopeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.application.ForgetPrompts;
import dev.kopeck.gateway.application.PromptRecords;
import dev.kopeck.gateway.domain.Claim;
import dev.kopeck.gateway.domain.InstanceId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What the gateway remembers, and for how long. */
@QuarkusTest
class RetentionIT extends GatewayIT {

    @Inject
    @SuppressWarnings("NullAway.Init")
    DataSource database;

    @Inject
    @SuppressWarnings("NullAway.Init")
    PromptRecords records;

    @Test
    void textsAreForgottenBeforePrompts() throws SQLException {
        // Given
        var fresh = answered("Just now.", "0 days");
        var old = answered("Some days ago.", "4 days");
        var ancient = answered("Long ago.", "40 days");

        // When: one by one, so that several rounds are needed
        new ForgetPrompts(records, Duration.ofDays(3), Duration.ofDays(30), 1)
                .forget()
                .await()
                .atMost(Duration.ofSeconds(10));

        // Then
        assertThat(textOf(fresh)).contains("Just now.");
        assertThat(textOf(old)).isEqualTo("(no text)");
        assertThat(textOf(ancient)).isEqualTo("(no record)");
    }

    @Test
    void aReleasedClaimIsFreeForOthersAtOnce() {
        // Given
        var prompt = Prompt.of("Whose am I?");
        var leaving = new InstanceId(UUID.randomUUID());
        var coming = new InstanceId(UUID.randomUUID());
        var lease = Duration.ofMinutes(5);
        var mine = records.claim(prompt.facts(), leaving, lease).await().atMost(Duration.ofSeconds(10));
        var before = records.claim(prompt.facts(), coming, lease).await().atMost(Duration.ofSeconds(10));

        // When
        records.release(leaving).await().atMost(Duration.ofSeconds(10));

        // Then
        var after = records.claim(prompt.facts(), coming, lease).await().atMost(Duration.ofSeconds(10));
        assertThat(mine).isEqualTo(new Claim.Granted(0));
        assertThat(before).isEqualTo(new Claim.HeldElsewhere());
        assertThat(after).isEqualTo(new Claim.Granted(1));
    }

    private Prompt answered(String text, String age) throws SQLException {
        var prompt = Prompt.of(text);
        answerTo(prompt);
        try (Connection connection = database.getConnection();
                PreparedStatement aging = connection.prepareStatement(
                        "update prompt_record set created_at = now() - cast(? as interval) where prompt_id = ?")) {
            aging.setString(1, age);
            aging.setObject(2, prompt.id().value());
            assertThat(aging.executeUpdate()).isEqualTo(1);
        }
        return prompt;
    }

    private String textOf(Prompt prompt) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement question = connection.prepareStatement(
                        "select coalesce(answer, '(no text)') from prompt_record where prompt_id = ?")) {
            question.setObject(1, prompt.id().value());
            try (var rows = question.executeQuery()) {
                return rows.next() ? rows.getString(1) : "(no record)";
            }
        }
    }
}
