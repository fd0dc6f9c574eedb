package dev.kopeck.harness.localstack;

import dev.kopeck.harness.testkit.EmbeddedKafka;
import dev.kopeck.harness.testkit.EmbeddedPostgresServer;
import dev.kopeck.harness.testkit.KopeckTopics;
import dev.kopeck.harness.testkit.PostgresDatabases;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where Kafka and PostgreSQL are, with all topics and databases in them.
 *
 * @param embeddedKafka empty where it is the user's own
 * @param embeddedPostgres empty where it is the user's own
 */
record Servers(
        String kafka,
        Postgres postgres,
        Optional<EmbeddedKafka> embeddedKafka,
        Optional<EmbeddedPostgresServer> embeddedPostgres) {

    private static final String STANDARD_LOGIN = "postgres";

    /**
     * A server without a database.
     *
     * @param url as in KOPECK_POSTGRES_URL
     */
    record Postgres(String url, String username, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Postgres[url=%s, username=%s]".formatted(url, username);
        }
    }

    private record StartedKafka(String bootstrapServers, Optional<EmbeddedKafka> embedded) {}

    private record StartedPostgres(Postgres address, Optional<EmbeddedPostgresServer> embedded) {}

    /** Ends the embedded one; does nothing to the user's own. */
    void stopKafka() {
        embeddedKafka.ifPresent(EmbeddedKafka::close);
    }

    /** Ends the embedded one; does nothing to the user's own. */
    void stopPostgres() {
        embeddedPostgres.ifPresent(EmbeddedPostgresServer::close);
    }

    /** Both at the same time; where one fails the other is stopped again. */
    static Servers start(StackSettings settings, StackFolder folder) {
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            CompletableFuture<StartedKafka> kafka =
                    CompletableFuture.supplyAsync(() -> startKafka(settings, folder), both);
            CompletableFuture<StartedPostgres> postgres =
                    CompletableFuture.supplyAsync(() -> startPostgres(settings, folder), both);
            try {
                StartedKafka k = kafka.join();
                StartedPostgres p = postgres.join();
                return new Servers(k.bootstrapServers(), p.address(), k.embedded(), p.embedded());
            } catch (CompletionException e) {
                stopWhatStarted(kafka, postgres);
                throw asStackException(e);
            }
        }
    }

    private static StartedKafka startKafka(StackSettings settings, StackFolder folder) {
        Stopwatch watch = new Stopwatch();
        if (!settings.embedsKafka()) {
            String bootstrapServers =
                    settings.variable("KAFKA_BOOTSTRAP_SERVERS").orElseThrow();
            KopeckTopics.createMissing(bootstrapServers, settings.partitions());
            settings.progress().accept(watch.line("Kafka", bootstrapServers + " (yours)"));
            return new StartedKafka(bootstrapServers, Optional.empty());
        }
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.kafka(), settings.port(Port.KAFKA));
        try {
            kafka.createTopics(settings.partitions());
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
        settings.progress().accept(watch.line("Kafka", kafka.bootstrapServers()));
        return new StartedKafka(kafka.bootstrapServers(), Optional.of(kafka));
    }

    private static StartedPostgres startPostgres(StackSettings settings, StackFolder folder) {
        Stopwatch watch = new Stopwatch();
        if (!settings.embedsPostgres()) {
            Postgres address = new Postgres(
                    settings.variable("KOPECK_POSTGRES_URL").orElseThrow().replaceAll("/+$", ""),
                    settings.variable("KOPECK_POSTGRES_USERNAME").orElse(STANDARD_LOGIN),
                    settings.variable("KOPECK_POSTGRES_PASSWORD").orElse(STANDARD_LOGIN));
            PostgresDatabases.createMissing(address.url(), address.username(), address.password());
            settings.progress().accept(watch.line("PostgreSQL", address.url() + " (yours)"));
            return new StartedPostgres(address, Optional.empty());
        }
        EmbeddedPostgresServer server = EmbeddedPostgresServer.start(postgresSettings(settings, folder));
        settings.progress().accept(watch.line("PostgreSQL", server.url()));
        Postgres address = new Postgres(server.url(), EmbeddedPostgresServer.USERNAME, EmbeddedPostgresServer.PASSWORD);
        return new StartedPostgres(address, Optional.of(server));
    }

    static EmbeddedPostgresServer.Settings postgresSettings(StackSettings settings, StackFolder folder) {
        return new EmbeddedPostgresServer.Settings(
                folder.postgres(), folder.programs(), settings.port(Port.POSTGRES), true);
    }

    private static void stopWhatStarted(
            CompletableFuture<StartedKafka> kafka, CompletableFuture<StartedPostgres> postgres) {
        try {
            kafka.join().embedded().ifPresent(EmbeddedKafka::close);
        } catch (CompletionException neverStarted) {
            // Told by the caller.
        }
        try {
            postgres.join().embedded().ifPresent(EmbeddedPostgresServer::close);
        } catch (CompletionException neverStarted) {
            // Told by the caller.
        }
    }

    private static StackException asStackException(CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause instanceof StackException known
                ? known
                : new StackException(String.valueOf(cause.getMessage()), cause);
    }
}
