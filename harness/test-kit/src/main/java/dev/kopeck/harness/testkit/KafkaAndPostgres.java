package dev.kopeck.harness.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Kafka with all topics and PostgreSQL with the services' databases, for {@code @QuarkusTest}s: started by the first test
 * class that asks (some 4 seconds), shared by all others of the JVM, ended with it. Data therefore stays from one test to
 * the next: tests tell their own by payers and prompt ids that they made up.
 */
public class KafkaAndPostgres implements QuarkusTestResourceLifecycleManager {

    /** More than one, so that order across partitions is never taken for granted. */
    public static final int PARTITIONS = 4;

    private static final String KAFKA = "kopeck.test-kit.kafka";
    private static final String POSTGRES = "kopeck.test-kit.postgres";

    @Override
    public Map<String, String> start() {
        // System properties, because Quarkus may load this class once per application that it starts.
        Properties jvm = System.getProperties();
        synchronized (jvm) {
            if (jvm.getProperty(KAFKA) == null) {
                startBoth(jvm);
            }
            return Map.of(
                    "kafka.bootstrap.servers", jvm.getProperty(KAFKA),
                    "KAFKA_BOOTSTRAP_SERVERS", jvm.getProperty(KAFKA),
                    "KOPECK_POSTGRES_URL", jvm.getProperty(POSTGRES),
                    "KOPECK_POSTGRES_USERNAME", EmbeddedPostgresServer.USERNAME,
                    "KOPECK_POSTGRES_PASSWORD", EmbeddedPostgresServer.PASSWORD);
        }
    }

    /** Nothing: the next test class uses both again. */
    @Override
    public void stop() {}

    private static void startBoth(Properties jvm) {
        AbandonedTestServers.stop();
        Path directory = AbandonedTestServers.ownDirectory();
        Deque<Runnable> undo = new ConcurrentLinkedDeque<>();
        undo.push(() -> Directories.delete(directory));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> undo.forEach(Runnable::run), "kopeck-test-kit-end"));
        EmbeddedPostgresServer postgres =
                EmbeddedPostgresServer.start(AbandonedTestServers.postgresSettings(directory));
        undo.push(postgres::close);
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        undo.push(kafka::close);
        kafka.createTopics(PARTITIONS);
        jvm.setProperty(KAFKA, kafka.bootstrapServers());
        jvm.setProperty(POSTGRES, postgres.url());
    }
}
