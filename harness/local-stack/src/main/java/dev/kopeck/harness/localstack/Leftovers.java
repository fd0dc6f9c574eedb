package dev.kopeck.harness.localstack;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Children of a stack that was killed before it could end them. Found among all processes by the mark in their command
 * line, not by numbers in a file: a number may belong to somebody else by now.
 */
final class Leftovers {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Leftovers() {}

    /** Ends them all and says how many; only called under the folder's lock, so none belongs to a living stack. */
    static int stop(StackFolder folder) {
        String mark = JavaCommand.mark(folder);
        List<ProcessHandle> ours = ProcessHandle.allProcesses()
                .filter(process -> process.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(mark::equals))
                .toList();
        ours.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + GRACE.toNanos();
        while (ours.stream().anyMatch(Leftovers::runs) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        ours.stream().filter(Leftovers::runs).forEach(ProcessHandle::destroyForcibly);
        return ours.size();
    }

    /** A zombie has no command: it waits for its parent only, which some containers do not have. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
