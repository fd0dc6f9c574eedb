package dev.kopeck.harness.localstack;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Progress lines with the time that a step took. */
final class Stopwatch {

    private static final double MS_PER_SECOND = 1000.0;

    private final long start = System.nanoTime();

    String line(String what, String where) {
        return "  %-20s ready  %5s  %s".formatted(what, seconds(), where);
    }

    String seconds() {
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return String.format(Locale.ROOT, "%.1f s", ms / MS_PER_SECOND);
    }
}
