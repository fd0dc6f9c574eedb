package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.harness.simulators.model.ModelSimulator;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import dev.kopeck.harness.testkit.KafkaProbe;
import dev.kopeck.harness.testkit.KafkaProbe.SeenRecord;
import io.quarkus.test.common.QuarkusTestResource;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What the gateway's integration tests share: Kafka and PostgreSQL, a simulated model, and eyes on the topics. */
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(ModelSimulatorResource.class)
@QuarkusTestResource(BillingStub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayIT {

    static final EventCodec CODEC = new EventCodec("/test");

    @SuppressWarnings("NullAway.Init") // injected by the resource
    ModelSimulator simulator;

    @SuppressWarnings("NullAway.Init") // injected by the resource
    BillingStub billing;

    @SuppressWarnings("NullAway.Init") // set before all tests
    KafkaProbe kafka;

    @BeforeAll
    void look() {
        kafka = new KafkaProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    @AfterAll
    void leave() {
        kafka.close();
    }

    /** A prompt's ending as it lies on the topic. */
    record Finished(CompletionFinished facts, CompletionContent content) {

        String problemCode() {
            var problem = content.problem();
            return problem == null ? "" : problem.code();
        }

        String problemMessage() {
            var problem = content.problem();
            return problem == null ? "" : problem.message();
        }
    }

    Finished answerTo(Prompt prompt) {
        kafka.send(prompt.wire());
        return finishedOf(prompt);
    }

    Finished finishedOf(Prompt prompt) {
        return read(kafka.await(Topic.COMPLETIONS_FINISHED, record -> isOf(record, prompt.id())));
    }

    List<SeenRecord> awaitFinished(Prompt prompt, int count) {
        return kafka.await(
                Topic.COMPLETIONS_FINISHED.topicName(),
                record -> isOf(record, prompt.id()),
                count,
                Eventually.DEADLINE);
    }

    List<SeenRecord> finishedRecords(Prompt prompt) {
        return kafka.records(Topic.COMPLETIONS_FINISHED.topicName(), record -> isOf(record, prompt.id()));
    }

    /** A gateway hears of cancellations from its start on: one that was sent before is not for it. */
    void cancelUntilFinished(Prompt prompt) {
        eventually(() -> {
            kafka.send(CODEC.encode(
                    new PromptCancelled(prompt.id(), prompt.facts().payer(), Channel.TELEGRAM), Instant.now()));
            assertThat(finishedRecords(prompt)).isNotEmpty();
        });
    }

    static boolean isOf(SeenRecord record, PromptId promptId) {
        return promptId.toString().equals(record.headers().get("ce_promptid"));
    }

    static Finished read(SeenRecord record) {
        try {
            return new Finished(
                    CODEC.readFinished(record.headers()), CODEC.read(record.value(), CompletionContent.class));
        } catch (MalformedEventException e) {
            throw new AssertionError("the gateway told something unreadable", e);
        }
    }
}
