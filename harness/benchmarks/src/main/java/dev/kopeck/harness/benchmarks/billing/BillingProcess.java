package dev.kopeck.harness.benchmarks.billing;

import dev.kopeck.harness.benchmarks.measure.Cpu;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** billing-service as it is shipped, in a process of its own. */
final class BillingProcess implements AutoCloseable {

    static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    private static final String TOKEN = "benchmark-operator-token";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private BillingProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Returns when it is ready. */
    static BillingProcess start(Path root, Path folder, String kafka, String postgresUrl) {
        var jar = root.resolve("billing-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("billing-service is not built: ./kopeck bench builds it");
        }
        int port = Ports.free();
        var log = folder.resolve("billing-service.log");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", jar.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", kafka,
                        "KOPECK_POSTGRES_URL", postgresUrl,
                        "KOPECK_BILLING_PORT", Integer.toString(port),
                        "KOPECK_OPERATOR_TOKEN", TOKEN,
                        "QUARKUS_HTTP_HOST", "127.0.0.1"));
        try {
            var started = new BillingProcess(builder.start(), log);
            started.awaitReady(port);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Duration cpu() {
        return Cpu.of(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private void awaitReady(int port) {
        var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port)))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            Eventually.eventually(PATIENCE, () -> {
                int status = client.send(ready, BodyHandlers.discarding()).statusCode();
                if (status != 200) {
                    throw new IllegalStateException("billing-service is not ready; its log is " + log);
                }
            });
        }
    }
}
