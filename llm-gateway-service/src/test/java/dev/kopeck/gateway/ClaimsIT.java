package dev.kopeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Another gateway, played by rows in the database. */
@QuarkusTest
class ClaimsIT extends GatewayIT {

    @Inject
    @SuppressWarnings("NullAway.Init")
    DataSource database;

    @Test
    void thePromptOfADeadOwnerIsTakenOver() throws SQLException {
        // Given
        var prompt = Prompt.of("Who answers me now? sim:id=orphan");
        claimForSomebodyElse(prompt, "-1 second");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().attempts()).isEqualTo(2);
        assertThat(simulator.requests("orphan").started()).isEqualTo(1);
    }

    @Test
    void thePromptOfALivingOwnerIsNotCalledTwice() throws SQLException {
        // Given
        var prompt = Prompt.of("I am being answered. sim:id=owned");
        claimForSomebodyElse(prompt, "10 minutes");
        kafka.send(prompt.wire());
        var behind = answerTo(Prompt.of("And I am behind it."));

        // When
        execute("""
                update prompt_record set status = 'finished', outcome = 'completed', input_tokens = 3,
                    cached_input_tokens = 0, cache_write_tokens = 0, output_tokens = 5, reasoning_tokens = 0,
                    clamped = false, estimated = false, attempts = 1, answer = 'by somebody else',
                    queue_ms = 1, first_token_ms = 2, process_ms = 3, finished_at = now()
                where prompt_id = ?
                """, prompt);

        // Then
        var finished = finishedOf(prompt);
        assertThat(behind.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.content().text()).isEqualTo("by somebody else");
        assertThat(finished.facts().usage().outputTokens()).isEqualTo(5);
        assertThat(simulator.requests("owned").started()).isZero();
    }

    @Test
    void anOwnerThatDiesMeanwhileIsSucceeded() throws SQLException {
        // Given
        var prompt = Prompt.of("My owner is about to die. sim:id=widow");
        claimForSomebodyElse(prompt, "2 seconds");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().timings().queueMs()).isGreaterThan(1000);
        assertThat(simulator.requests("widow").started()).isEqualTo(1);
    }

    @Test
    void aLongAnswerKeepsItsLease() throws SQLException {
        // Given a lease of 3 s and an answer of more than 4 s
        var prompt = Prompt.of("Slowly. sim:id=slow-lease sim:tokens=80 sim:speed=18");
        kafka.send(prompt.wire());

        // When
        var finished = finishedOf(prompt);

        // Then
        assertThat(finished.facts().timings().processMs()).isGreaterThan(3500);
        assertThat(leaseWasRenewed(prompt)).isTrue();
        assertThat(simulator.requests("slow-lease").started()).isEqualTo(1);
    }

    private void claimForSomebodyElse(Prompt prompt, String leaseFromNow) throws SQLException {
        execute("""
                insert into prompt_record (prompt_id, payer, channel, account_id, model, price_version, status, owner,
                    lease_until, claims)
                values (?, 'telegram:1', 'telegram', 1001, 'kopeck-sim', 7, 'claimed', '%s', now() + interval '%s', 1)
                """.formatted(UUID.randomUUID(), leaseFromNow), prompt);
    }

    private void execute(String statement, Prompt prompt) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setObject(1, prompt.id().value());
            assertThat(prepared.executeUpdate()).isEqualTo(1);
        }
    }

    private boolean leaseWasRenewed(Prompt prompt) throws SQLException {
        var question = "select lease_until > created_at + interval '5 seconds' from prompt_record where prompt_id = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement prepared = connection.prepareStatement(question)) {
            prepared.setObject(1, prompt.id().value());
            try (var rows = prepared.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
