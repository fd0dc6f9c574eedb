package dev.kopeck.gateway;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** What operators see, and what they must not see. */
@QuarkusTest
class OperationsIT extends GatewayIT {

    @Test
    void readinessTellsOfKafkaAndTheDatabase() {
        // When
        var ready = get("/q/health/ready");

        // Then
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.asString()).contains("prompts-authorized").contains("completions-finished");
        assertThat(ready.jsonPath().getList("checks.name"))
                .anyMatch(name -> name.toString().contains("Reactive PostgreSQL"));
    }

    @Test
    void whatHappensIsCounted() {
        // Given
        answerTo(Prompt.of("Count me."));
        answerTo(Prompt.of("Count me too. sim:500"));

        // When
        var metrics = get("/q/metrics").asString();

        // Then
        assertThat(metrics)
                .contains("kopeck_gateway_prompts_running")
                .contains("kopeck_gateway_prompts_total{model=\"kopeck-sim\",outcome=\"completed\"}")
                .contains(
                        "kopeck_gateway_calls_failed_total{kind=\"server_error\",model=\"kopeck-sim\",provider=\"default\"}")
                .contains("kopeck_gateway_circuit{provider=\"default\"}")
                .contains("kopeck_gateway_catalogue_generation")
                .contains("kopeck_gateway_tokens_total{kind=\"input\",model=\"kopeck-sim\"}")
                .contains("kopeck_gateway_first_token_seconds_count{model=\"kopeck-sim\"}");
    }

    @Test
    void noLogHoldsAPromptAnAnswerOrWhatAProviderSaid() {
        // Given
        var secret = "xyzzy-plugh";
        var heard = new Ear();
        Logger.getLogger("").addHandler(heard);

        // When
        for (var model : List.of(Prompt.MODEL, "whole-sim")) {
            for (var fault : List.of("", "sim:500", "sim:400", "sim:cut=9", "sim:garbage=9", "sim:empty")) {
                answerTo(Prompt.of(secret + " " + fault).model(model));
            }
        }
        Logger.getLogger("").removeHandler(heard);

        // Then
        assertThat(heard.lines).anyMatch(line -> line.contains("A model call failed"));
        assertThat(heard.lines)
                .noneMatch(line -> line.contains(secret))
                .noneMatch(line -> line.contains("The simulator was asked"))
                .noneMatch(line -> line.contains("a key of the simulator"));
    }

    /** Keeps what is logged at any enabled level, exceptions included. */
    private static final class Ear extends Handler {

        private final Formatter text = new PatternFormatter("%s%e");
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
