package dev.kopeck.harness.simulators.telegram;

import dev.kopeck.harness.simulators.http.Json;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the state beside the process: written a moment after a change, replaced as a whole, and once more at the end. A
 * kill loses at most the last {@value #DELAY_MS} ms. A snapshot is made of values that never change, so a worker thread
 * can write it while the event loop goes on.
 */
final class DataFile {

    private static final long DELAY_MS = 200;

    private final Path file;
    private final Supplier<Snapshot> state;
    private boolean dirty;
    private boolean writing;

    DataFile(Path file, Supplier<Snapshot> state) {
        this.file = file;
        this.state = state;
    }

    static Optional<Snapshot> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.MAPPER.readValue(file.toFile(), Snapshot.class));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The data file " + file + " cannot be read; delete it to start with empty chats", e);
        }
    }

    /** To be called on the event loop after each change. */
    void changed(Vertx vertx) {
        dirty = true;
        if (!writing) {
            writing = true;
            vertx.setTimer(DELAY_MS, due -> writeLater(vertx));
        }
    }

    /** At the end, when no event loop runs any more. */
    void flush() {
        if (dirty || writing) {
            write(state.get());
        }
    }

    private void writeLater(Vertx vertx) {
        dirty = false;
        Snapshot now = state.get();
        vertx.executeBlocking(() -> {
                    write(now);
                    return true;
                })
                .onComplete(written -> {
                    writing = false;
                    if (dirty || written.failed()) {
                        changed(vertx);
                    }
                });
    }

    private synchronized void write(Snapshot snapshot) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Json.MAPPER.writeValue(beside.toFile(), snapshot);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The data file " + file + " cannot be written", e);
        }
    }
}
