package dev.kopeck.harness.localstack;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The arguments of {@code ./kopeck up}; each port's own is derived from {@link Port}. */
final class CommandLineOptions {

    private static final int PORT_MAX = 65535;

    private CommandLineOptions() {}

    /** Absent where only help was wanted, which has been printed then. */
    static Optional<StackSettings> parse(
            String[] arguments, Path root, Map<String, String> environment, Consumer<String> progress) {
        CommandLine line = new CommandLine(spec());
        try {
            ParseResult parsed = line.parseArgs(arguments);
            if (parsed.isUsageHelpRequested()) {
                progress.accept(line.getUsageMessage().stripTrailing());
                return Optional.empty();
            }
            StackSettings settings = StackSettings.standard(root, environment, progress)
                    .withFresh(parsed.matchedOptionValue("--fresh", false));
            Path data = parsed.matchedOptionValue("--data", settings.data());
            return Optional.of(withPorts(settings.withData(data), parsed));
        } catch (ParameterException e) {
            throw new StackException(e.getMessage() + ". ./kopeck up --help lists what there is.", e);
        }
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("./kopeck up");
        spec.usageMessage()
                .description("Starts PostgreSQL, Kafka, the three services, and simulators for what has no key."
                        + " Ctrl-C ends everything.");
        spec.addOption(OptionSpec.builder("--fresh")
                .type(boolean.class)
                .description("Delete balances, chats and topics of former runs first.")
                .build());
        spec.addOption(OptionSpec.builder("--data")
                .type(Path.class)
                .paramLabel("FOLDER")
                .description("Where data and logs are kept. Default: .kopeck in the project.")
                .build());
        spec.addOption(OptionSpec.builder("--ports-from")
                .type(int.class)
                .paramLabel("N")
                .description("Seven ports in a row from here, in the order below; 0 takes free ones.")
                .build());
        for (Port port : Port.values()) {
            spec.addOption(OptionSpec.builder(port.option())
                    .type(int.class)
                    .paramLabel("N")
                    .description("Port of %s. Default: %s, else %d."
                            .formatted(port.owner(), port.variable(), port.standard()))
                    .build());
        }
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this.")
                .build());
        spec.usageMessage().sortOptions(false);
        return spec;
    }

    /** An argument of its own wins over the environment, that over --ports-from, that over the standard. */
    private static StackSettings withPorts(StackSettings settings, ParseResult parsed) {
        Map<Port, Integer> chosen = new EnumMap<>(Port.class);
        Integer from = parsed.matchedOptionValue("--ports-from", null);
        int next = from == null ? 0 : from;
        for (Port port : Port.values()) {
            if (from != null) {
                chosen.put(port, from == 0 ? 0 : valid("--ports-from", next));
                next++;
            }
            settings.variable(port.variable()).ifPresent(text -> chosen.put(port, number(port.variable(), text)));
            Integer own = parsed.matchedOptionValue(port.option(), null);
            if (own != null) {
                chosen.put(port, valid(port.option(), own));
            }
        }
        StackSettings changed = settings;
        for (Map.Entry<Port, Integer> choice : chosen.entrySet()) {
            changed = changed.withPort(choice.getKey(), choice.getValue());
        }
        return changed;
    }

    private static int number(String variable, String text) {
        try {
            return valid(variable, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new StackException(
                    "%s is \"%s\": a port is a number from 0 (any free one) to %d.".formatted(variable, text, PORT_MAX),
                    e);
        }
    }

    private static int valid(String setting, int port) {
        if (port < 0 || port > PORT_MAX) {
            throw new StackException(
                    "%s gives %d: a port is a number from 0 (any free one) to %d.".formatted(setting, port, PORT_MAX));
        }
        return port;
    }
}
