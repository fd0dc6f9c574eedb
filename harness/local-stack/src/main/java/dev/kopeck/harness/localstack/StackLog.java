package dev.kopeck.harness.localstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What this JVM's Kafka and its clients have to say: warnings, to a file, never to the console. */
final class StackLog {

    private static final int BYTES_MAX = 10 * 1024 * 1024;

    private StackLog() {}

    /** For the time until it is clear which folder is ours. */
    static void silence() {
        LogManager.getLogManager().reset();
    }

    static void into(Path file) {
        try {
            FileHandler handler = new FileHandler(file.toString(), BYTES_MAX, 1, false);
            handler.setFormatter(new SimpleFormatter());
            Logger everything = Logger.getLogger("");
            everything.setLevel(Level.WARNING);
            everything.addHandler(handler);
        } catch (IOException e) {
            throw new StackException("Cannot write the log %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
