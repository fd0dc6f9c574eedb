package dev.kopeck.harness.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Repeats an assertion until it holds: the only way in which Kopeck's tests wait. */
public final class Eventually {

    /** Generous, since it is only ever used up by a test that fails. */
    public static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** An assertion that may fail for now, with an AssertionError or any exception. */
    @FunctionalInterface
    public interface Assertion {
        void check() throws Exception;
    }

    /** Returns as soon as the assertion holds; after 20 seconds fails with what it said last. */
    public static void eventually(Assertion assertion) {
        eventually(DEADLINE, assertion);
    }

    /** Returns as soon as the assertion holds; after the deadline fails with what it said last. */
    @SuppressWarnings("CatchingUnchecked") // whatever goes wrong now may go right at the next attempt
    public static void eventually(Duration deadline, Assertion assertion) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            try {
                assertion.check();
                return;
            } catch (AssertionError | Exception notYet) {
                if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                    throw new AssertionError("Still not so after " + deadline + ": " + notYet.getMessage(), notYet);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
