package dev.kopeck.harness.testkit;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node, broker and controller at once, inside this JVM. Listens on 127.0.0.1 only. Its data directory survives
 * a restart as well as a {@code kill -9}; topics are created explicitly, never by the first who mentions them.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String CONTROLLER = "CONTROLLER";
    private static final int NODE = 1;

    /** The broker touches the Log4j API, which would print that it has nothing to log to. */
    private static final String LOG4J_COMPLAINTS = "log4j2.StatusLogger.level";

    private final String directory;
    private final int clientPort;
    private final AtomicReference<@Nullable KafkaRaftServer> server = new AtomicReference<>();

    private EmbeddedKafka(String directory, int clientPort) {
        this.directory = directory;
        this.clientPort = clientPort;
    }

    /**
     * Starts on the directory, formatting it first where it is new; returns when clients are served (2 to 3 seconds).
     *
     * @param port where clients connect; 0 takes a free one
     */
    public static EmbeddedKafka start(Path dataDirectory, int port) {
        if (System.getProperty(LOG4J_COMPLAINTS) == null) {
            System.setProperty(LOG4J_COMPLAINTS, "OFF");
        }
        int clientPort = Ports.orFree(port);
        String directory = Directories.make(dataDirectory).toAbsolutePath().toString();
        if (!Files.exists(dataDirectory.resolve("meta.properties"))) {
            format(directory);
        }
        var kafka = new EmbeddedKafka(directory, clientPort);
        kafka.resume();
        return kafka;
    }

    /** For the clients' {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "localhost:" + clientPort;
    }

    /** Creates those of Kopeck's topics that are missing; dead-letter topics have one partition. */
    public void createTopics(int partitions) {
        KopeckTopics.createMissing(bootstrapServers(), partitions);
    }

    /** Goes away until {@link #resume()}: who connects is refused meanwhile. */
    public void pause() {
        var running = server.getAndSet(null);
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }

    /** Comes back on the same port with all its records. */
    public void resume() {
        var config = KafkaConfig.fromProps(settings(directory, clientPort, Ports.free()), false);
        var next = new KafkaRaftServer(config, Time.SYSTEM);
        if (!server.compareAndSet(null, next)) {
            throw new IllegalStateException("Kafka runs already");
        }
        next.startup();
    }

    @Override
    public void close() {
        pause();
    }

    private static void format(String directory) {
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(directory)
                .setMetadataLogDirectory(directory)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setControllerListenerName(CONTROLLER);
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException("Kafka cannot format its data directory " + directory, e);
        }
    }

    private static Properties settings(String directory, int clientPort, int controllerPort) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + clientPort + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://localhost:" + clientPort);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("log.dirs", directory);
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // The default of 128 MiB is for cleaners of large clusters.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
        // Index files are allocated at this size; the default of 10 MiB times all partitions is a lot of disk.
        settings.put("log.index.size.max.bytes", Integer.toString(1024 * 1024));
        // After a kill the controller waits for the old session to end: 4 seconds instead of 13.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        return settings;
    }
}
