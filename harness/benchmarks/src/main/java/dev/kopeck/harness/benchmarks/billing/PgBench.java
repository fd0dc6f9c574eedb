package dev.kopeck.harness.benchmarks.billing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The yardsticks driven by PostgreSQL's own load generator.
 *
 * @see <a href="https://www.postgresql.org/docs/current/pgbench.html">pgbench</a>
 */
final class PgBench implements Yardstick {

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final int BATCH = 500;

    private final Path program;
    private final YardstickDatabase database;
    private final int port;
    private final Path scripts;

    private PgBench(Path program, YardstickDatabase database, int port, Path scripts) {
        this.program = program;
        this.database = database;
        this.port = port;
        this.scripts = scripts;
    }

    /** Empty where this machine has no pgbench on its path or in the usual folders. */
    static Optional<PgBench> found(YardstickDatabase database, int port, Path scripts) {
        return candidates()
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new PgBench(program, database, port, written(scripts)));
    }

    @Override
    public String driver() {
        return run(List.of(program.toString(), "--version")).strip();
    }

    @Override
    public double naive(int accounts, int clients, int seconds) {
        return measured("naive_txn.pgb", accounts, clients, 1, seconds);
    }

    @Override
    public double batched(int accounts, int clients, int seconds) {
        return measured("batch.pgb", accounts, clients, BATCH, seconds);
    }

    private double measured(String script, int accounts, int clients, int size, int seconds) {
        database.reset(accounts);
        var command = new ArrayList<>(List.of(program.toString(), "-n", "-M", "prepared"));
        command.addAll(List.of("-f", scripts.resolve(script).toString(), "-c", Integer.toString(clients)));
        command.addAll(List.of("-j", Integer.toString(Math.min(2, clients)), "-T", Integer.toString(seconds)));
        command.addAll(List.of("-D", "naccts=" + accounts, "-D", "n=" + size, "-D", "seq=0"));
        command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "postgres"));
        command.add(YardstickDatabase.NAME);
        var output = run(command);
        database.check();
        var tps = TPS.matcher(output);
        if (!tps.find()) {
            throw new IllegalStateException("pgbench told no figure:\n" + output);
        }
        return Double.parseDouble(tps.group(1)) * size;
    }

    private static String run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("%s ended with %d:%n%s".formatted(command.getFirst(), code, output));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Stream<Path> candidates() {
        var onPath = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "pgbench"));
        return Stream.concat(usualFolders(), onPath);
    }

    /** Debian keeps one folder per version, and a wrapper on the path that is slower to start. */
    private static Stream<Path> usualFolders() {
        var versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Stream.empty();
        }
        try (var folders = Files.list(versions)) {
            return folders.map(folder -> folder.resolve("bin/pgbench")).toList().stream();
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }

    private static Path written(Path folder) {
        try {
            Files.createDirectories(folder);
            for (var script : List.of("naive_txn.pgb", "batch.pgb")) {
                Files.writeString(folder.resolve(script), YardstickDatabase.script(script));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
