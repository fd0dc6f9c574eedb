package dev.kopeck.harness.localstack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service or simulator of the stack, which can be killed and started again under the same address. Safe for use from
 * several threads.
 */
public final class ManagedProcess {

    private final ProcessPlan plan;
    private final List<String> command;
    private final Path log;
    private final Path workingDirectory;
    private final Consumer<Death> onDeath;
    private final Runnable onChange;
    private final Duration patience;

    private @Nullable Process process;
    private boolean endExpected;

    ManagedProcess(
            ProcessPlan plan, StackFolder folder, Duration patience, Consumer<Death> onDeath, Runnable onChange) {
        this.plan = plan;
        this.command = JavaCommand.of(plan, folder);
        this.log = folder.log(plan.name());
        this.workingDirectory = folder.home();
        this.patience = patience;
        this.onDeath = onDeath;
        this.onChange = onChange;
    }

    public String name() {
        return plan.name();
    }

    /** Where it serves, running or not. */
    public URI url() {
        return plan.url();
    }

    /** Output of all its starts within this run of the stack. */
    public Path log() {
        return log;
    }

    /** Of the running process. */
    public synchronized long pid() {
        if (process == null) {
            throw new IllegalStateException(plan.name() + " was never started");
        }
        return process.pid();
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends it as {@code kill -9} does and returns when it is gone; its death then ends nothing else. */
    public void kill() {
        Process ending = expectEnd();
        if (ending != null) {
            ending.destroyForcibly();
            awaitEnd(ending, patience);
        }
    }

    /** Starts it again and returns when it is ready; nothing happens where it runs. */
    public void start() {
        launch();
        Readiness.await(List.of(this), patience, ready -> {});
        onChange.run();
    }

    ProcessPlan plan() {
        return plan;
    }

    synchronized void launch() {
        if (isAlive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(plan.environment());
        endExpected = false;
        try {
            Process started = builder.start();
            started.getOutputStream().close();
            process = started;
            var _ = started.onExit().thenAccept(this::ended);
        } catch (IOException e) {
            throw new StackException("Cannot start %s: %s".formatted(plan.name(), e.getMessage()), e);
        }
    }

    /** Asks it to end (SIGTERM) and returns at once. */
    void askToEnd() {
        Process ending = expectEnd();
        if (ending != null) {
            ending.destroy();
        }
    }

    /** After {@link #askToEnd}: waits, and kills what has not ended by then. */
    void awaitEndOrKill(Duration grace) {
        Process ending = expectEnd();
        if (ending != null && !awaitEnd(ending, grace)) {
            ending.destroyForcibly();
            awaitEnd(ending, grace);
        }
    }

    /** How it ended, where it has. */
    synchronized @Nullable Death death() {
        Process last = process;
        return last == null || last.isAlive() ? null : new Death(plan.name(), last.exitValue(), log, LogFile.tail(log));
    }

    private synchronized @Nullable Process expectEnd() {
        endExpected = true;
        return process;
    }

    private void ended(Process dead) {
        boolean surprise;
        synchronized (this) {
            surprise = !endExpected && dead.equals(process);
        }
        if (surprise) {
            onDeath.accept(new Death(plan.name(), dead.exitValue(), log, LogFile.tail(log)));
        }
    }

    private static boolean awaitEnd(Process process, Duration grace) {
        try {
            return process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
