package dev.kopeck.harness.localstack;

import dev.kopeck.harness.testkit.Directories;
import dev.kopeck.harness.testkit.EmbeddedKafka;
import dev.kopeck.harness.testkit.EmbeddedPostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A running Kopeck. Whoever starts it closes it; {@link #close} may be called from any thread, at any time of the start
 * too, and ends in reverse order what has been started by then. Services can be killed and started again in between.
 */
public final class Stack implements AutoCloseable {

    private static final Duration SERVICE_GRACE = Duration.ofSeconds(10);
    private static final Duration SIMULATOR_GRACE = Duration.ofSeconds(3);

    private final StackSettings settings;
    private final StackFolder folder;
    private final List<ManagedProcess> processes = new ArrayList<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final CompletableFuture<Death> firstDeath = new CompletableFuture<>();
    private final Object ending = new Object();

    private Optional<Servers> servers = Optional.empty();
    private Optional<AccessTokens> tokens = Optional.empty();
    private String status = "starting";
    private boolean closed;

    Stack(StackSettings settings) {
        this.settings = settings;
        this.folder = new StackFolder(settings.data());
    }

    /**
     * Returns when everything is ready.
     *
     * @throws StackException with what went wrong; nothing is left running then
     */
    public static Stack start(StackSettings settings) {
        Stack stack = new Stack(settings);
        stack.run(() -> {});
        return stack;
    }

    /** One of billing-service, llm-gateway-service, telegram-service, model-simulator, telegram-simulator. */
    public synchronized ManagedProcess service(String name) {
        return processes.stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("This stack does not run " + name));
    }

    /**
     * Starts a second instance of a service at a port of its own and returns when it is ready; it ends with the stack.
     *
     * @param name what it is called; its log has that name too
     */
    public ManagedProcess startAnother(String name, Port service, int port) {
        ProcessPlan plan = service(service.owner()).plan().another(name, service.variable(), port);
        launch(List.of(plan), SERVICE_GRACE);
        ManagedProcess another = service(name);
        Readiness.await(List.of(another), settings.patience(), ready -> {});
        writeStackFile();
        return another;
    }

    /** All of them in the order of their start. */
    public synchronized List<ManagedProcess> services() {
        return List.copyOf(processes);
    }

    /** Kafka's bootstrap servers. */
    public String kafka() {
        return startedServers().kafka();
    }

    /** The stack's own broker, which can be paused; empty where the stack uses another. */
    public Optional<EmbeddedKafka> embeddedKafka() {
        return startedServers().embeddedKafka();
    }

    /** PostgreSQL without a database: {@code postgresql://localhost:15432}. */
    public String postgresUrl() {
        return startedServers().postgres().url();
    }

    /** The stack's own server, which can be paused; empty where the stack uses another. */
    public Optional<EmbeddedPostgresServer> embeddedPostgres() {
        return startedServers().embeddedPostgres();
    }

    public String postgresUsername() {
        return startedServers().postgres().username();
    }

    public String postgresPassword() {
        return startedServers().postgres().password();
    }

    /** The bearer token for billing's REST API that may do everything. */
    public String adminToken() {
        return accessTokens().admin().value();
    }

    /** Where a person finds that token; empty where it came from the environment. */
    public Optional<Path> adminTokenFile() {
        return accessTokens().admin().file();
    }

    /** The bearer token for billing's REST API that moves money and sets no price. */
    public String operatorToken() {
        return accessTokens().operator().value();
    }

    /** Where a person finds that token; empty where it came from the environment. */
    public Optional<Path> operatorTokenFile() {
        return accessTokens().operator().file();
    }

    /** The model that users get who choose none. */
    String model() {
        return settings.simulatesModel()
                ? Plans.SIMULATED_MODEL
                : settings.variable("KOPECK_DEFAULT_MODEL").orElse("gpt-4o-mini");
    }

    /** Where to talk to the bot; empty with the real Telegram. */
    public Optional<URI> chatPage() {
        return settings.simulatesTelegram()
                ? Optional.of(URI.create("http://localhost:%d/".formatted(settings.port(Port.TELEGRAM_SIMULATOR))))
                : Optional.empty();
    }

    /** Which process serves it, for a person who looks at a list of processes. */
    String kafkaPid() {
        return settings.embedsKafka() ? ProcessHandle.current().pid() + " (this one)" : "";
    }

    String postgresPid() {
        return startedServers()
                .embeddedPostgres()
                .flatMap(EmbeddedPostgresServer::pid)
                .map(String::valueOf)
                .orElse("");
    }

    synchronized boolean isOpen() {
        return !closed;
    }

    public Path logs() {
        return folder.logs();
    }

    public Path stackFile() {
        return folder.stackFile();
    }

    /** Completes when a process ends that nobody asked to; {@link ManagedProcess#kill} asks. */
    public CompletableFuture<Death> firstDeath() {
        return firstDeath.copy();
    }

    /** Services first, then simulators, Kafka, PostgreSQL; a second call waits for the first and does nothing. */
    @Override
    public void close() {
        synchronized (ending) {
            synchronized (this) {
                closed = true;
            }
            undoAll();
        }
    }

    /** Starts all; what is passed in runs as soon as the folder is known to be this stack's own. */
    void run(Runnable whenLocked) {
        try {
            prepare();
            whenLocked.run();
            startAll();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void undoAll() {
        List<RuntimeException> failures = new ArrayList<>();
        Runnable next = pop();
        while (next != null) {
            try {
                next.run();
            } catch (RuntimeException e) {
                failures.add(e);
            }
            next = pop();
        }
        if (!failures.isEmpty()) {
            StackException incomplete = new StackException("Not everything could be stopped: "
                    + failures.stream().map(RuntimeException::getMessage).collect(Collectors.joining("; ")));
            failures.forEach(incomplete::addSuppressed);
            throw incomplete;
        }
    }

    private void prepare() {
        StackLock lock = StackLock.take(folder);
        onClose(lock::close);
        stopLeftovers();
        if (settings.fresh()) {
            startOver();
        }
        TakenPorts.refuse(settings);
        Directories.make(folder.logs());
    }

    private void startAll() {
        AccessTokens access = AccessTokens.of(settings, folder);
        Plans plans = new Plans(settings, folder, access);
        plans.requireBuilt();
        Servers started = Servers.start(settings, folder);
        onClose(started::stopPostgres);
        onClose(started::stopKafka);
        synchronized (this) {
            servers = Optional.of(started);
            tokens = Optional.of(access);
        }
        onClose(() -> StackFile.remove(folder.stackFile()));
        launch(plans.simulators(), SIMULATOR_GRACE);
        launch(plans.services(started), SERVICE_GRACE);
        Stopwatch watch = new Stopwatch();
        Readiness.await(
                services(),
                settings.patience(),
                ready -> settings.progress()
                        .accept(watch.line(ready.name(), ready.url().toString())));
        synchronized (this) {
            status = "ready";
        }
        writeStackFile();
    }

    private void launch(List<ProcessPlan> plans, Duration grace) {
        List<ManagedProcess> group = plans.stream()
                .map(plan -> new ManagedProcess(
                        plan, folder, settings.patience(), firstDeath::complete, this::writeStackFile))
                .toList();
        onClose(() -> end(group, grace));
        for (ManagedProcess process : group) {
            LogFile.rotate(process.log());
            synchronized (this) {
                requireOpen();
                process.launch();
                processes.add(process);
            }
            writeStackFile();
        }
    }

    private static void end(List<ManagedProcess> group, Duration grace) {
        group.forEach(ManagedProcess::askToEnd);
        group.forEach(process -> process.awaitEndOrKill(grace));
    }

    /** Before ports are looked at: what a killed run left behind holds them. */
    private void stopLeftovers() {
        StackFile.remove(folder.stackFile());
        int leftovers = Leftovers.stop(folder);
        if (leftovers > 0) {
            settings.progress().accept("Stopped %d processes of a run that was killed.".formatted(leftovers));
        }
        EmbeddedPostgresServer.stopLeftover(Servers.postgresSettings(settings, folder));
    }

    private void startOver() {
        settings.progress().accept("Starting over: the data of former runs is deleted.");
        EmbeddedPostgresServer.discard(Servers.postgresSettings(settings, folder));
        Directories.delete(folder.kafka());
        Directories.delete(folder.chats());
    }

    private synchronized void writeStackFile() {
        Servers started = startedServers();
        new StackFile(
                        status,
                        ProcessHandle.current().pid(),
                        processes.stream().map(StackFile.Service::of).toList(),
                        started.kafka(),
                        started.postgres().url(),
                        adminTokenFile().map(Path::toString).orElse(null),
                        operatorTokenFile().map(Path::toString).orElse(null),
                        chatPage().map(URI::toString).orElse(null))
                .write(folder.stackFile());
    }

    /** What is started after close() has begun is undone at once. */
    private void onClose(Runnable action) {
        synchronized (this) {
            if (!closed) {
                undo.push(action);
                return;
            }
        }
        action.run();
        throw new StackException("Stopped while starting");
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new StackException("Stopped while starting");
        }
    }

    private synchronized @Nullable Runnable pop() {
        return undo.poll();
    }

    private synchronized AccessTokens accessTokens() {
        return tokens.orElseThrow(Stack::notStarted);
    }

    private synchronized Servers startedServers() {
        return servers.orElseThrow(Stack::notStarted);
    }

    private static IllegalStateException notStarted() {
        return new IllegalStateException("The stack has not started");
    }
}
