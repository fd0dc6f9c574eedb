package dev.kopeck.billing.adapter.kafka;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.kopeck.billing.application.PromptTopic;
import dev.kopeck.billing.domain.PromptRetention;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long the broker says that it keeps prompts, and where an operator reads it. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PromptTopicSettingsIT {

    private static final Duration SEGMENT = Duration.ofDays(7);

    @Inject
    PromptTopic topic;

    @Inject
    Vertx vertx;

    @AfterEach
    void restore() throws Exception {
        alter(AlterConfigOp.OpType.DELETE, "retention.ms", "");
        alter(AlterConfigOp.OpType.DELETE, "cleanup.policy", "");
    }

    @Test
    void promptsCanBeReadForTheirRetentionAndTheirSegmentsTime() throws Exception {
        alter(
                AlterConfigOp.OpType.SET,
                "retention.ms",
                Long.toString(Duration.ofDays(40).toMillis()));
        eventually(() -> assertThat(retention(topic))
                .isEqualTo(new PromptRetention.Bounded(Duration.ofDays(40).plus(SEGMENT))));
    }

    @Test
    void promptsWithoutRetentionStayForEver() throws Exception {
        alter(AlterConfigOp.OpType.SET, "retention.ms", "-1");
        eventually(() -> assertThat(retention(topic)).isEqualTo(new PromptRetention.Unbounded()));
    }

    @Test
    void promptsThatAreOnlyCompactedStayForEver() throws Exception {
        alter(AlterConfigOp.OpType.SET, "cleanup.policy", "compact");
        eventually(() -> assertThat(retention(topic)).isEqualTo(new PromptRetention.Unbounded()));
    }

    @Test
    void brokerThatIsNotThereDoesNotTell() {
        var nowhere = new PromptTopicSettings(Map.of("bootstrap.servers", "no.such.host.invalid:1"), vertx);
        assertThat(retention(nowhere)).isInstanceOf(PromptRetention.Untold.class);
    }

    @Test
    void readinessTellsWhatTheStartFoundAndStaysUp() {
        eventually(() -> given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'Memory of refusals' }.status", is("UP"))
                .body("checks.find { it.name == 'Memory of refusals' }.data.verdict", is("long_enough"))
                .body("checks.find { it.name == 'Memory of refusals' }.data.remembered", is("PT720H"))
                .body("checks.find { it.name == 'Memory of refusals' }.data.promptsKept", is("PT336H")));
    }

    private static PromptRetention retention(PromptTopic topic) {
        return topic.retention().await().atMost(Duration.ofSeconds(40));
    }

    private static void alter(AlterConfigOp.OpType operation, String name, String value) throws Exception {
        var servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, Topic.PROMPTS_SUBMITTED.topicName());
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.incrementalAlterConfigs(
                            Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(name, value), operation))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }
}
