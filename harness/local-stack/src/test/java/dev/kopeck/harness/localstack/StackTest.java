package dev.kopeck.harness.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.harness.testkit.EmbeddedKafka;
import dev.kopeck.harness.testkit.EmbeddedPostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real child processes around Kafka and PostgreSQL that belong to somebody else, as with KAFKA_BOOTSTRAP_SERVERS. */
class StackTest {

    @TempDir
    static Path shared;

    private static EmbeddedKafka kafka;
    private static EmbeddedPostgresServer postgres;

    @TempDir
    Path directory;

    private StackSettings settings;

    @BeforeAll
    static void startServers() {
        postgres = EmbeddedPostgresServer.start(EmbeddedPostgresServer.Settings.forTests(shared.resolve("postgres")));
        kafka = EmbeddedKafka.start(shared.resolve("kafka"), 0);
    }

    @AfterAll
    static void stopServers() {
        kafka.close();
        postgres.close();
    }

    @BeforeEach
    void projectWithFakeServices() throws Exception {
        settings = StackSettings.forTests(FakeProject.in(directory.resolve("project")), directory.resolve("data"))
                .withVariable("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
                .withVariable("KOPECK_POSTGRES_URL", postgres.url())
                .withVariable("OPENAI_API_KEY", "test-key-of-the-model")
                .withVariable("TELEGRAM_BOT_TOKEN", "test-token-of-the-bot");
    }

    @Test
    void stackFileTellsWhatRunsAndIsGoneAtTheEnd() throws IOException {
        // Given
        Path file;
        List<Long> pids;
        // When
        try (Stack stack = Stack.start(settings)) {
            file = stack.stackFile();
            pids = stack.services().stream().map(ManagedProcess::pid).toList();
            // Then
            JsonNode told = new ObjectMapper().readTree(file.toFile());
            assertThat(told.path("status").asText()).isEqualTo("ready");
            assertThat(told.path("kafka").asText()).isEqualTo(kafka.bootstrapServers());
            assertThat(told.findValuesAsText("name"))
                    .containsExactly("billing-service", "llm-gateway-service", "telegram-service");
            assertThat(told.path("services").findValues("pid").stream().map(JsonNode::asLong))
                    .containsExactlyElementsOf(pids);
            assertThat(Path.of(told.path("operatorTokenFile").asText()))
                    .content()
                    .contains(stack.operatorToken());
            assertThat(Path.of(told.path("adminTokenFile").asText())).content().contains(stack.adminToken());
            assertThat(Files.readString(file)).doesNotContain(stack.operatorToken(), stack.adminToken());
        }
        assertThat(file).doesNotExist();
        assertThat(pids).allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
    }

    @Test
    void aKilledServiceStartsAgainUnderItsAddressAndTheStackGoesOn() throws IOException {
        // Given
        try (Stack stack = Stack.start(settings)) {
            ManagedProcess billing = stack.service("billing-service");
            long before = billing.pid();
            // When
            billing.kill();
            boolean aliveBetween = billing.isAlive();
            billing.start();
            // Then
            assertThat(aliveBetween).isFalse();
            assertThat(billing.pid()).isNotEqualTo(before);
            assertThat(get(billing.url().resolve("/q/health/ready"))).isEqualTo("ready");
            assertThat(stack.firstDeath()).isNotDone();
        }
    }

    @Test
    void aDeathThatNobodyAskedForIsToldWithCodeAndLastWords() throws Exception {
        // Given
        try (Stack stack = Stack.start(settings)) {
            // When
            assertThatThrownBy(() -> get(stack.service("telegram-service").url().resolve("/die")))
                    .isInstanceOf(IOException.class);
            Death death = stack.firstDeath().get(10, TimeUnit.SECONDS);
            // Then
            assertThat(death.describe())
                    .startsWith("telegram-service ended with exit code 7.")
                    .endsWith("the database is on fire");
        }
    }

    @Test
    void aServiceThatDiesAtStartEndsTheStartAndAllOthers() {
        // Given
        StackSettings broken = settings.withVariable("FAKE_DIES_AT_START", "llm-gateway-service");
        // When, Then
        assertThatThrownBy(() -> Stack.start(broken))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("llm-gateway-service ended with exit code 7")
                .hasMessageContaining("the database is on fire");
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().commandLine().orElse("").contains("quarkus-run.jar")))
                .isEmpty();
        assertThat(directory.resolve("data/stack.json")).doesNotExist();
    }

    @Test
    void aSecondStackInTheSameFolderIsRefused() {
        // Given
        try (Stack stack = Stack.start(settings)) {
            StackSettings elsewhere =
                    StackSettings.forTests(settings.root(), settings.data()).withVariable("OPENAI_API_KEY", "k");
            // When, Then
            assertThatThrownBy(() -> Stack.start(elsewhere))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("runs on " + settings.data() + " already")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(stack.service("billing-service").isAlive()).isTrue();
        }
    }

    @Test
    void childrenOfAKilledStackAreStoppedByTheNextAndNobodyElseIs() throws Exception {
        // Given
        Process orphan = programWith("-Dkopeck.stack=" + settings.data());
        Process stranger = programWith("-Dkopeck.stack=" + settings.data() + "-other");
        try {
            // When
            Stack.start(settings).close();
            // Then
            assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            orphan.destroyForcibly();
            stranger.destroyForcibly();
        }
    }

    @Test
    void eachServiceIsGivenTheKeysThatItNeedsAndNoOther() throws IOException {
        // When
        try (Stack stack = Stack.start(settings)) {
            // Then
            assertThat(environmentOf(stack, "billing-service"))
                    .contains("KOPECK_ADMIN_TOKEN", "KOPECK_OPERATOR_TOKEN", "KOPECK_DOOR_TOKEN")
                    .contains("KOPECK_POSTGRES_PASSWORD")
                    .doesNotContain("OPENAI_API_KEY", "TELEGRAM_BOT_TOKEN");
            assertThat(environmentOf(stack, "llm-gateway-service"))
                    .contains("OPENAI_API_KEY", "KOPECK_DOOR_TOKEN", "KOPECK_BILLING_URL")
                    .doesNotContain("TELEGRAM_BOT_TOKEN")
                    .doesNotContain("KOPECK_ADMIN_TOKEN", "KOPECK_OPERATOR_TOKEN");
            assertThat(environmentOf(stack, "telegram-service"))
                    .contains("TELEGRAM_BOT_TOKEN", "KOPECK_DOOR_TOKEN", "KOPECK_BILLING_URL")
                    .doesNotContain("OPENAI_API_KEY", "KOPECK_ADMIN_TOKEN", "KOPECK_OPERATOR_TOKEN");
        }
    }

    @Test
    void whatIsNotBuiltIsNamed() throws IOException {
        // Given
        Files.delete(settings.root().resolve("billing-service/target/quarkus-app/quarkus-run.jar"));
        // When, Then
        assertThatThrownBy(() -> Stack.start(settings))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("billing-service is not built")
                .hasMessageContaining("./kopeck build");
    }

    private static List<String> environmentOf(Stack stack, String service) throws IOException {
        return get(stack.service(service).url().resolve("/environment")).lines().toList();
    }

    private static String get(URI url) throws IOException {
        try (InputStream body = url.toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A service's program outside of any stack. */
    private Process programWith(String mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        mark,
                        "-jar",
                        settings.root()
                                .resolve("telegram-service/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put(Port.TELEGRAM.variable(), "0");
        return builder.start();
    }
}
