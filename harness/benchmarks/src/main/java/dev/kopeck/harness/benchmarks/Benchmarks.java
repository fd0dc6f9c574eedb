package dev.kopeck.harness.benchmarks;

import dev.kopeck.harness.benchmarks.billing.BillingBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./kopeck bench …} */
@Command(
        name = "bench",
        description =
                "Measures Kopeck on this machine. Close what else runs; each prints progress and a last line of figures.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "billing",
        subcommands = BillingBenchmark.class)
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }
}
