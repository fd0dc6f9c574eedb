package dev.kopeck.harness.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL server of this machine's own programs, beside this JVM: unpacked, initialised, started and stopped by
 * {@code pg_ctl}. Listens on 127.0.0.1 only, user and password are {@code postgres}. Its data directory survives a
 * restart as well as a {@code kill -9} of the server or of this JVM; a server left over from such a JVM is stopped
 * first.
 *
 * <p>{@code pg_ctl} makes the server its own process group, so that a Ctrl-C meant for this JVM does not take the
 * database away from services that are still finishing their work.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

    public static final String USERNAME = "postgres";
    public static final String PASSWORD = "postgres";

    private static final String START_SECONDS = "60";
    private static final String STOP_SECONDS = "20";
    private static final int MAX_CONNECTIONS = 300;

    private final Path dataDirectory;
    private final PostgresPrograms programs;
    private final int port;
    private final boolean durable;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgresServer(Path dataDirectory, PostgresPrograms programs, int port, boolean durable) {
        this.dataDirectory = dataDirectory;
        this.programs = programs;
        this.port = port;
        this.durable = durable;
    }

    /**
     * How to start.
     *
     * @param dataDirectory made and initialised where it is missing
     * @param binariesFolder where PostgreSQL's programs are unpacked and kept, some 60 MB
     * @param port where clients connect; 0 takes a free one
     * @param durable whether a commit is on disk when it is answered; only tests have no need of it
     */
    public record Settings(Path dataDirectory, Path binariesFolder, int port, boolean durable) {

        /** Programs shared with other runs of the same user, a free port. */
        public static Settings forTests(Path dataDirectory) {
            return new Settings(dataDirectory, sharedFolder(), 0, false);
        }

        /** Of all tests of one user: two users cannot share what one of them owns. */
        static Path sharedFolder() {
            return Path.of(System.getProperty("java.io.tmpdir"), "kopeck-" + System.getProperty("user.name", "nobody"));
        }
    }

    /**
     * Returns when clients are served and the services' databases exist: half a second, on a new directory 3 seconds.
     *
     * @throws IllegalStateException in words for a person, with the end of the server's log where there is one
     */
    public static EmbeddedPostgresServer start(Settings settings) {
        Path data = settings.dataDirectory().toAbsolutePath();
        PostgresPrograms programs = new PostgresPrograms(PostgresBinaries.unpackedIn(settings.binariesFolder()));
        Directories.make(data.resolveSibling("."));
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(programs, data, settings.durable());
        }
        stopLeftover(programs, data);
        int port = Ports.orFree(settings.port());
        launch(programs, data, port, settings.durable());
        EmbeddedPostgresServer server = new EmbeddedPostgresServer(data, programs, port, settings.durable());
        PostgresDatabases.createMissing(server.url(), USERNAME, PASSWORD);
        return server;
    }

    /** Stops a server that a killed JVM left on the directory, so that its port is free again; {@link #start} does too. */
    public static void stopLeftover(Settings settings) {
        Path data = settings.dataDirectory().toAbsolutePath();
        if (postmaster(data).isPresent()) {
            stop(new PostgresPrograms(PostgresBinaries.unpackedIn(settings.binariesFolder())), data);
        }
    }

    /** Deletes the data, after {@link #stopLeftover}. */
    public static void discard(Settings settings) {
        stopLeftover(settings);
        Directories.delete(settings.dataDirectory());
    }

    /** The server without a database, as in KOPECK_POSTGRES_URL: {@code postgresql://localhost:15432}. */
    public String url() {
        return "postgresql://localhost:" + port;
    }

    /** For JDBC: {@code jdbc:postgresql://localhost:15432/billing}. */
    public String jdbcUrl(String database) {
        return "jdbc:" + url() + "/" + database;
    }

    public int port() {
        return port;
    }

    /** The server's process id, as long as it runs. */
    public Optional<Long> pid() {
        return postmaster(dataDirectory).map(ProcessHandle::pid);
    }

    /** Ends the server for a while: to its clients, the database is away. */
    public void pause() {
        stop(programs, dataDirectory);
    }

    /** Starts it again after {@link #pause}, on the same port with the same data. */
    public void resume() {
        launch(programs, dataDirectory, port, durable);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stop(programs, dataDirectory);
        }
    }

    /** In a folder aside that is renamed at the end: an interrupted initdb never looks like a database. */
    private static void initialise(PostgresPrograms programs, Path data, boolean durable) {
        Path unfinished = data.resolveSibling(data.getFileName() + ".initialising");
        Directories.delete(unfinished);
        List<String> options = new ArrayList<>(
                List.of("-D", unfinished.toString(), "-U", USERNAME, "--auth=trust", "--encoding=UTF8", "--no-locale"));
        if (!durable) {
            options.add("--no-sync");
        }
        programs.run("initdb", options);
        try {
            Files.deleteIfExists(data);
            Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use %s for a new database".formatted(data), e);
        }
    }

    private static void launch(PostgresPrograms programs, Path data, int port, boolean durable) {
        String durability = durable ? "on" : "off";
        String options = String.join(
                " ",
                "-p " + port,
                "-c listen_addresses=127.0.0.1",
                "-c unix_socket_directories=",
                "-c max_connections=" + MAX_CONNECTIONS,
                "-c fsync=" + durability,
                "-c synchronous_commit=" + durability,
                "-c full_page_writes=" + durability);
        Path log = data.resolveSibling(data.getFileName() + ".log");
        try {
            programs.run(
                    "pg_ctl",
                    List.of(
                            "start",
                            "-D",
                            data.toString(),
                            "-l",
                            log.toString(),
                            "-w",
                            "-t",
                            START_SECONDS,
                            "-o",
                            options));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "PostgreSQL did not start on port %d; the end of %s:%n%s".formatted(port, log, tail(log)), e);
        }
    }

    /** A postmaster outlives a JVM that was killed; left alone it would keep the directory and fail the next start. */
    private static void stopLeftover(PostgresPrograms programs, Path data) {
        if (postmaster(data).isPresent()) {
            stop(programs, data);
        } else {
            // Its process id may belong to something else by now, which PostgreSQL would take for itself.
            deletePidFile(data);
        }
    }

    private static void stop(PostgresPrograms programs, Path data) {
        if (postmaster(data).isEmpty()) {
            return;
        }
        List<String> fast = List.of("stop", "-D", data.toString(), "-m", "fast", "-w", "-t", STOP_SECONDS);
        List<String> immediate = List.of("stop", "-D", data.toString(), "-m", "immediate", "-w", "-t", STOP_SECONDS);
        try {
            programs.run("pg_ctl", fast);
        } catch (IllegalStateException tooSlow) {
            if (postmaster(data).isPresent()) {
                programs.run("pg_ctl", immediate);
            }
        }
    }

    private static Optional<ProcessHandle> postmaster(Path data) {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            return ProcessHandle.of(pid).filter(EmbeddedPostgresServer::isPostgres);
        } catch (IOException | RuntimeException noneOrUnreadable) {
            return Optional.empty();
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.isAlive()
                && process.info().command().map(Path::of).stream().anyMatch(program -> program.endsWith("postgres"));
    }

    private static void deletePidFile(Path data) {
        try {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove a stale postmaster.pid from " + data, e);
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return "(there is none)";
        }
    }
}
