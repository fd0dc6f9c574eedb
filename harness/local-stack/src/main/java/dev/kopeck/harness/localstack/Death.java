package dev.kopeck.harness.localstack;

import java.nio.file.Path;
import java.util.List;

/**
 * A child process that ended though nobody asked it to.
 *
 * @param lastLines the end of its log
 */
public record Death(String name, int exitCode, Path log, List<String> lastLines) {

    private static final int SIGNAL = 128;
    private static final int SIGNALS = 64;

    public Death {
        lastLines = List.copyOf(lastLines);
    }

    /** For a person: who, how, and what it said last. */
    public String describe() {
        String how = exitCode > SIGNAL && exitCode <= SIGNAL + SIGNALS
                ? "was killed by signal %d (exit code %d)".formatted(exitCode - SIGNAL, exitCode)
                : "ended with exit code " + exitCode;
        String said = lastLines.isEmpty()
                ? "It wrote nothing to " + log
                : "The end of %s:%n    %s".formatted(log, String.join(System.lineSeparator() + "    ", lastLines));
        return "%s %s. %s".formatted(name, how, said);
    }
}
