package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** Where texts are, for how long, and where they never are. */
@QuarkusTest
class PromptTextsIT extends PromptApiIT {

    private static final String MARKER = "xyzzy-frobozz";

    @Inject
    @SuppressWarnings("NullAway.Init")
    DataSource database;

    @Test
    void textsAreKeptWhereNobodyWantsOtherwise() throws SQLException {
        // Given
        var key = billing.issue();
        // When
        var id = answered(key, "Keep me.");
        // Then
        assertThat(one("select extract(day from texts_until - ended_at)::text from api_prompt where prompt_id = ?", id))
                .isEqualTo("30");
        assertThat(one("select messages from api_prompt where prompt_id = ?", id))
                .contains("Keep me.");
    }

    @Test
    void whereNoneAreKeptTheAnswerWaitsToBeFetchedAndNoLonger() throws SQLException {
        // Given
        var key = billing.issue(ModelSimulatorResource.FORGETFUL_ACCOUNT);
        // When
        var id = answered(key, "Forget me.");
        // Then
        assertThat(one("select coalesce(messages, 'gone') from api_prompt where prompt_id = ?", id))
                .isEqualTo("gone");
        eventually(() -> get(key, "/v1/prompts/" + id)
                .statusCode(200)
                .body("status", is("completed"))
                .body("text", nullValue())
                .body("textForgotten", is(true))
                .body("cost", is("0.0125")));
        assertThat(one("select coalesce(answer, 'gone') from prompt_record where prompt_id = ?", id))
                .isEqualTo("gone");
    }

    @Test
    void aDeclinedPromptsTextIsForgottenToo() throws SQLException {
        // Given
        var key = billing.issue(ModelSimulatorResource.FORGETFUL_ACCOUNT);
        var id = submitted(key, "Forget me.");
        // When
        decline(id, DeclineReason.ACCOUNT_FROZEN);
        // Then
        awaitStatus(key, id, "declined");
        assertThat(one("select coalesce(messages, 'gone') from api_prompt where prompt_id = ?", id))
                .isEqualTo("gone");
    }

    @Test
    void oldPromptsAreForgottenAltogether() throws SQLException {
        // Given
        var key = billing.issue();
        var id = answered(key, "Old.");
        // When
        try (var connection = database.getConnection();
                var aging = connection.prepareStatement(
                        "update api_prompt set created_at = now() - interval '31 days' where prompt_id = ?::uuid")) {
            aging.setString(1, id);
            aging.executeUpdate();
        }
        // Then
        eventually(() -> get(key, "/v1/prompts/" + id).statusCode(404));
    }

    /** Every way that a prompt can go, with a word in it that must turn up nowhere but in its answer. */
    @Test
    void noLogNoMetricAndNoTopicHoldsATextOrAKey() {
        // Given
        var key = billing.issue();
        var heard = new Ear();
        Logger.getLogger("").addHandler(heard);
        // When
        for (var fault : List.of("", "sim:500", "sim:400", "sim:cut=9", "sim:garbage=9", "sim:empty")) {
            var id = submitted(key, MARKER + " " + fault);
            authorize(id);
            awaitFinished(id, 1);
        }
        decline(submitted(key, MARKER), DeclineReason.UNKNOWN_PRICE);
        cancel(key, submitted(key, MARKER));
        post(key, "", "{\"" + MARKER + "\":1}").statusCode(400);
        post(key, "", "{\"model\":\"kopeck-sim\",\"messages\":\"" + MARKER + "\"}")
                .statusCode(400);
        post(key, "", "{" + MARKER).statusCode(400);
        var id = answered(key, MARKER);
        get(key, "/v1/prompts/" + id).body("text", containsString(MARKER));
        Logger.getLogger("").removeHandler(heard);
        // Then
        assertThat(heard.lines).anyMatch(line -> line.contains("A model call failed"));
        assertThat(heard.lines).noneMatch(line -> line.contains(MARKER)).noneMatch(line -> line.contains(key.value()));
        assertThat(given().get("/q/metrics").asString()).doesNotContain(MARKER).doesNotContain(key.value());
        Arrays.stream(Topic.values())
                .flatMap(topic -> kafka.records(topic.topicName(), record -> true).stream())
                .forEach(record -> assertThat(record.text() + record.headers())
                        .doesNotContain(MARKER)
                        .doesNotContain(key.value()));
    }

    private String one(String question, String id) throws SQLException {
        try (var connection = database.getConnection();
                var asked = connection.prepareStatement(question.replace("= ?", "= ?::uuid"))) {
            asked.setString(1, id);
            try (var rows = asked.executeQuery()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "(no row)";
            }
        }
    }

    /** Keeps what is logged at any enabled level, exceptions included. */
    private static final class Ear extends Handler {

        private final PatternFormatter text = new PatternFormatter("%s%e");
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(text.format(ExtLogRecord.wrap(record)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
