package dev.kopeck.harness.localstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The logs of child processes: one file each, and the one of the run before. */
final class LogFile {

    private static final int TAIL_BYTES = 16 * 1024;
    private static final int TAIL_LINES = 15;

    private LogFile() {}

    /** Puts the last run's log aside, so that a log tells of one run, and a crash can still be read after it. */
    static void rotate(Path log) {
        try {
            if (Files.exists(log)) {
                Path before = log.resolveSibling(log.getFileName() + ".before");
                Files.move(log, before, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new StackException("Cannot put aside the log %s: %s".formatted(log, e.getMessage()), e);
        }
    }

    /** The last lines; none where there is no log. */
    static List<String> tail(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL_BYTES));
            byte[] end = new byte[(int) Math.min(file.length(), TAIL_BYTES)];
            int read = Math.max(0, file.read(end));
            List<String> lines =
                    new String(end, 0, read, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
