package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Usage;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** A broker that takes less than a megabyte. */
@QuarkusTest
class UndeliverableIT extends GatewayIT {

    private static final int BYTES_MAX = 3_000;
    private static final String TOPIC = Topic.COMPLETIONS_FINISHED.topicName();

    @Test
    void anAnswerThatTheBrokerRefusesIsToldAsAFailureAndTheRestGoesOn() throws Exception {
        // Given
        var tooLong =
                Prompt.of("Tell me everything. sim:tokens=900 sim:id=too-long").granted(1000);
        var behindIt = Prompt.of("A word will do. sim:tokens=5 sim:id=behind");
        alterLimit(AlterConfigOp.OpType.SET);
        try {
            eventually(() -> assertThatThrownBy(
                            () -> kafka.send(new ProducerRecord<>(TOPIC, "probe", new byte[BYTES_MAX])))
                    .hasRootCauseInstanceOf(RecordTooLargeException.class));
            // When
            var told = answerTo(tooLong);
            // Then
            assertThat(told.facts().outcome()).isEqualTo(Outcome.FAILED);
            assertThat(told.facts().usage()).isEqualTo(Usage.NONE);
            assertThat(told.content().text()).isEmpty();
            assertThat(told.problemCode()).isEqualTo("undeliverable_answer");
            assertThat(told.problemMessage()).contains("could not be delivered");
            assertThat(answerTo(behindIt).facts().outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(kafka.records(Topic.PROMPTS_AUTHORIZED.deadLetterName(), record -> isOf(record, tooLong.id())))
                    .isEmpty();
        } finally {
            alterLimit(AlterConfigOp.OpType.DELETE);
        }
    }

    private static void alterLimit(AlterConfigOp.OpType change) throws Exception {
        var servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        var limit = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(BYTES_MAX));
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(limit, change))))
                    .all()
                    .get();
        }
    }
}
