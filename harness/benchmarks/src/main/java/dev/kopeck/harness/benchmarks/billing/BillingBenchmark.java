package dev.kopeck.harness.benchmarks.billing;

import dev.kopeck.harness.benchmarks.measure.Cpu;
import dev.kopeck.harness.benchmarks.measure.Machine;
import dev.kopeck.harness.benchmarks.measure.Result;
import dev.kopeck.harness.testkit.Directories;
import dev.kopeck.harness.testkit.EmbeddedKafka;
import dev.kopeck.harness.testkit.EmbeddedPostgresServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Billing beside what PostgreSQL does alone, in one run, on one server: see docs/BENCHMARKS.md. Rounds of all of them
 * alternate, so that what else the machine does hits each alike; a figure is the median of its rounds.
 */
@Command(
        name = "billing",
        description = "Reservations and settlements from Kafka to Kafka, beside pgbench on the same PostgreSQL.",
        mixinStandardHelpOptions = true)
public final class BillingBenchmark implements Runnable {

    private static final int PARTITIONS = 24;
    private static final int UNDER_WAY = 8_000;
    private static final int HOT = 1;
    private static final int NAIVE_CLIENTS = 16;
    private static final int BATCH_CLIENTS = 2;

    @Option(names = "--rounds", description = "How often each is measured (default: ${DEFAULT-VALUE})")
    int rounds = 3;

    @Option(names = "--seconds", description = "How long each yardstick's round is (default: ${DEFAULT-VALUE})")
    int seconds = 10;

    @Option(
            names = "--service-seconds",
            description = "How long each round of the service is; a whole minute holds all that it does once a minute,"
                    + " a shorter one holds it or misses it (default: ${DEFAULT-VALUE})")
    int serviceSeconds = 60;

    @Option(
            names = "--warm-up",
            description = "Seconds at full speed before the first round (default: ${DEFAULT-VALUE})")
    int warmUp = 60;

    @Option(
            names = "--rows",
            description = "Ledger rows for full_vs_empty; 0 leaves it out (default: ${DEFAULT-VALUE})")
    long rows = 10_000_000;

    @Option(names = "--light-prompts", description = "Prompts of the latency measurement (default: ${DEFAULT-VALUE})")
    int lightPrompts = 2_000;

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final Map<String, List<Double>> series = new LinkedHashMap<>();

    @Override
    public void run() {
        var root =
                Path.of(System.getProperty("kopeck.root", ".")).toAbsolutePath().normalize();
        var folder = root.resolve(".kopeck/bench");
        Directories.delete(folder);
        var machine = Machine.described();
        say("Starting PostgreSQL (fsync on, stock settings) and Kafka.");
        var settings = new EmbeddedPostgresServer.Settings(
                folder.resolve("postgres"), root.resolve(".kopeck/postgres-binaries"), 0, true);
        try (var postgres = EmbeddedPostgresServer.start(settings);
                var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            kafka.createTopics(PARTITIONS);
            measure(root, folder, machine, postgres, kafka.bootstrapServers());
        }
        Directories.delete(folder);
    }

    private void measure(
            Path root, Path folder, Map<String, Object> machine, EmbeddedPostgresServer postgres, String kafka) {
        var yardstickDatabase =
                new YardstickDatabase(postgres.url(), EmbeddedPostgresServer.USERNAME, EmbeddedPostgresServer.PASSWORD);
        yardstickDatabase.create();
        Yardstick yardstick = PgBench.found(yardstickDatabase, postgres.port(), folder.resolve("scripts"))
                .<Yardstick>map(found -> found)
                .orElseGet(() -> new JdbcYardstick(yardstickDatabase));
        var books = new BillingBooks(postgres.url(), EmbeddedPostgresServer.USERNAME, EmbeddedPostgresServer.PASSWORD);
        try (var billing = BillingProcess.start(root, folder, kafka, postgres.url());
                var cycles = new PromptCycles(kafka, UNDER_WAY)) {
            books.openAccounts();
            say("Warming up: %d s over %d accounts.".formatted(warmUp, BillingBooks.ACCOUNTS));
            note("warm_up", cycles.run(Duration.ZERO, Duration.ofSeconds(warmUp), spread(), () -> {}, () -> {}));
            for (int round = 1; round <= rounds; round++) {
                say("Round %d of %d".formatted(round, rounds));
                note("naive_spread", yardstick.naive(BillingBooks.ACCOUNTS, NAIVE_CLIENTS, seconds));
                service("service_spread", billing, postgres, cycles, spread());
                note("batched_spread", yardstick.batched(BillingBooks.ACCOUNTS, BATCH_CLIENTS, seconds));
                note("naive_hot", yardstick.naive(HOT, NAIVE_CLIENTS, seconds));
                service("service_hot", billing, postgres, cycles, n -> 0);
            }
            books.check();
            say("Light load: %d prompts, 50 per second.".formatted(lightPrompts));
            var latency = new LightLoad(kafka).measure(lightPrompts);
            note("reserve_p50_ms", latency.getValueAtPercentile(50) / 1000.0);
            note("reserve_p99_ms", latency.getValueAtPercentile(99) / 1000.0);
            if (rows > 0) {
                full(books, billing, postgres, cycles);
            }
            write(root, machine, yardstick, books);
        }
    }

    /** Empty and full alternate as little as rows can be taken out again: the last empty rounds came just before. */
    private void full(
            BillingBooks books, BillingProcess billing, EmbeddedPostgresServer postgres, PromptCycles cycles) {
        say("Filling the ledger with %d rows.".formatted(rows));
        books.fill(rows);
        note("ledger_rows", (double) books.ledgerRows());
        for (int round = 0; round < rounds; round++) {
            service("service_full", billing, postgres, cycles, spread());
        }
    }

    private void service(
            String name,
            BillingProcess billing,
            EmbeddedPostgresServer postgres,
            PromptCycles cycles,
            IntUnaryOperator account) {
        var server = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
        var spent = new long[4];
        double perSecond = cycles.run(
                Duration.ofSeconds(3),
                Duration.ofSeconds(serviceSeconds),
                account,
                () -> {
                    spent[0] = billing.cpu().toNanos();
                    spent[1] = Cpu.of(server).toNanos();
                    spent[2] = ownCpu();
                    spent[3] = cycles.settled();
                },
                () -> {
                    double count = Math.max(1, cycles.settled() - spent[3]);
                    note(name + "_cpu_us_billing", (billing.cpu().toNanos() - spent[0]) / 1e3 / count);
                    note(name + "_cpu_us_postgres", (Cpu.of(server).toNanos() - spent[1]) / 1e3 / count);
                    note(name + "_cpu_us_kafka_and_driver", (ownCpu() - spent[2]) / 1e3 / count);
                });
        note(name, perSecond);
    }

    private void write(Path root, Map<String, Object> machine, Yardstick yardstick, BillingBooks books) {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("spread_vs_naive", median("service_spread") / median("naive_spread"));
        figures.put("hot_vs_naive", median("service_hot") / median("naive_hot"));
        figures.put("vs_ceiling", median("service_spread") / median("batched_spread"));
        figures.put("reserve_p50_ms", median("reserve_p50_ms"));
        figures.put("reserve_p99_ms", median("reserve_p99_ms"));
        if (rows > 0) {
            figures.put("full_vs_empty", median("service_full") / median("service_spread"));
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rounds", rounds);
        settings.put("seconds", seconds);
        settings.put("serviceSeconds", serviceSeconds);
        settings.put("warmUpSeconds", warmUp);
        settings.put("accounts", BillingBooks.ACCOUNTS);
        settings.put("cyclesUnderWay", UNDER_WAY);
        settings.put("partitions", PARTITIONS);
        settings.put("naiveClients", NAIVE_CLIENTS);
        settings.put("batchClients", BATCH_CLIENTS);
        settings.put("billingJavaOptions", BillingProcess.JAVA_OPTIONS);
        settings.put("postgres", books.serverVersion() + ", stock settings, fsync on");
        settings.put("yardstickDriver", yardstick.driver());
        var result = new Result("billing", figures, Map.copyOf(new LinkedHashMap<>(series)), settings);
        say("Written to " + root.relativize(result.write(root.resolve("harness/benchmarks/results"), machine)));
        say(result.lastLine());
    }

    private static IntUnaryOperator spread() {
        var random = new SplittableRandom(3);
        return n -> random.nextInt(BillingBooks.ACCOUNTS);
    }

    private static long ownCpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private double median(String name) {
        var sorted = new ArrayList<>(series.getOrDefault(name, List.of(Double.NaN)));
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private void note(String name, double value) {
        series.computeIfAbsent(name, missing -> new ArrayList<>()).add(value);
        say(String.format(Locale.ROOT, "  %-40s %,12.1f", name, value));
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
