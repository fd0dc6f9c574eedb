package dev.kopeck.harness.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs PostgreSQL's programs. They refuse to run as root; root therefore runs them inside a user namespace, where the
 * same files belong to a user without a name.
 */
final class PostgresPrograms {

    private static final Path PROC_SELF = Path.of("/proc/self");

    private final Path home;
    private final List<String> prefix;

    PostgresPrograms(Path home) {
        this.home = home;
        this.prefix = isRoot() ? List.of("unshare", "-U") : List.of();
        if (!prefix.isEmpty()) {
            requireUserNamespaces();
        }
    }

    /** Waits for the program's end. Its output is in the exception where it fails. */
    void run(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        execute(command);
    }

    private void requireUserNamespaces() {
        try {
            execute(List.of("unshare", "-U", "true"));
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new IllegalStateException(
                    "PostgreSQL does not run as root, and this machine forbids the user namespace that would help"
                            + " (unshare -U). Run Kopeck as a normal user, or set KOPECK_POSTGRES_URL to a server"
                            + " that runs already.",
                    e);
        }
    }

    private static void execute(List<String> command) {
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(
                        "%s ended with code %d: %s".formatted(String.join(" ", command), code, output.strip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + command.getFirst(), e);
        }
    }

    private static boolean isRoot() {
        try {
            return Files.exists(PROC_SELF)
                    && Files.getAttribute(PROC_SELF, "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
