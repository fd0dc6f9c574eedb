package dev.kopeck.harness.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The temporary directories of tests' servers, named after the JVM that owns them. A test JVM that was killed leaves a
 * PostgreSQL behind; the next one finds it by that name and ends it.
 */
final class AbandonedTestServers {

    private static final String PREFIX = "kopeck-test-";

    private AbandonedTestServers() {}

    static Path ownDirectory() {
        return Directories.make(
                parent().resolve(PREFIX + ProcessHandle.current().pid()));
    }

    static EmbeddedPostgresServer.Settings postgresSettings(Path directory) {
        return EmbeddedPostgresServer.Settings.forTests(directory.resolve("postgres"));
    }

    /** Ends the servers of JVMs that are gone and deletes their data; those of living JVMs stay. */
    static void stop() {
        for (Path directory : directories()) {
            if (!ownerLives(directory)) {
                discard(directory);
            }
        }
    }

    private static void discard(Path directory) {
        EmbeddedPostgresServer.discard(postgresSettings(directory));
        Directories.delete(directory);
    }

    private static List<Path> directories() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(Directories.make(parent()), PREFIX + "*")) {
            paths.forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + parent(), e);
        }
    }

    private static boolean ownerLives(Path directory) {
        String pid = directory.getFileName().toString().substring(PREFIX.length());
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }

    private static Path parent() {
        return EmbeddedPostgresServer.Settings.sharedFolder();
    }
}
