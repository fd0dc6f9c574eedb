package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A model whose first provider is away. */
@QuarkusTest
class FallbacksIT extends GatewayIT {

    @Inject
    @SuppressWarnings("NullAway.Init")
    DataSource database;

    @Test
    void theNextProviderAnswersTheUserPaysOnceAndEachCallIsWrittenDown() throws SQLException {
        // Given
        var prompt = Prompt.of("Anybody there? sim:id=fallback").model("fallback-sim");

        // When
        var finished = answerTo(prompt);

        // Then
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().attempts()).isEqualTo(2);
        assertThat(simulator.requests("fallback").started()).isEqualTo(1);
        assertThat(finished.facts().usage().outputTokens())
                .isEqualTo(simulator.requests("fallback").completionTokens());
        eventually(() -> assertThat(attemptsOf(prompt)).hasSize(2));
        assertThat(attemptsOf(prompt))
                .containsExactly(
                        "1 down unreachable null",
                        "2 default answered " + finished.facts().usage().outputTokens());
    }

    private List<String> attemptsOf(Prompt prompt) throws SQLException {
        var question = """
                select number || ' ' || provider || ' ' || outcome || ' ' || coalesce(output_tokens::text, 'null')
                from model_attempt where prompt_id = ? order by number
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement prepared = connection.prepareStatement(question)) {
            prepared.setObject(1, prompt.id().value());
            var found = new ArrayList<String>();
            try (var rows = prepared.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }
}
