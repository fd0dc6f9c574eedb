package dev.kopeck.harness.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Waits until processes say of themselves that they are ready. */
final class Readiness {

    private static final int HTTP_OK = 200;
    private static final int TIMEOUT_MS = 2000;
    private static final int SHOWN_MAX = 2000;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Readiness() {}

    /**
     * Returns when all are ready.
     *
     * @param onReady is told each one when it is
     * @throws StackException naming the first that ended instead, or all that were not ready in time and what they said
     */
    static void await(Collection<ManagedProcess> processes, Duration patience, Consumer<ManagedProcess> onReady) {
        long end = System.nanoTime() + patience.toNanos();
        List<ManagedProcess> waiting = new ArrayList<>(processes);
        Map<ManagedProcess, String> complaints = new HashMap<>();
        while (!waiting.isEmpty()) {
            for (ManagedProcess process : List.copyOf(waiting)) {
                Death death = process.death();
                if (death != null) {
                    throw new StackException(death.describe());
                }
                String complaint = complaintOf(process.plan().healthUrl());
                complaints.put(process, complaint);
                if (complaint.isEmpty()) {
                    waiting.remove(process);
                    onReady.accept(process);
                }
            }
            if (!waiting.isEmpty() && System.nanoTime() - end >= 0) {
                throw new StackException(describe(waiting, complaints, patience));
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new StackException(
                        "Interrupted while waiting for " + waiting.getFirst().name());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Empty where the process is ready, else what it answered. */
    private static String complaintOf(URI health) {
        try {
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            int status = connection.getResponseCode();
            if (status == HTTP_OK) {
                connection.getInputStream().close();
                return "";
            }
            try (InputStream body = connection.getErrorStream()) {
                String text = body == null ? "" : new String(body.readNBytes(SHOWN_MAX), StandardCharsets.UTF_8);
                return "%s answers %d %s".formatted(health, status, text.strip());
            }
        } catch (IOException e) {
            return "%s: %s".formatted(health, e.getMessage());
        }
    }

    private static String describe(
            List<ManagedProcess> waiting, Map<ManagedProcess, String> complaints, Duration patience) {
        return waiting.stream()
                .map(process -> "%s was not ready after %d s. %s%nThe end of %s:%n    %s"
                        .formatted(
                                process.name(),
                                patience.toSeconds(),
                                complaints.get(process),
                                process.log(),
                                String.join(System.lineSeparator() + "    ", LogFile.tail(process.log()))))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
