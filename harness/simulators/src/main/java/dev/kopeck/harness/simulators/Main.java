package dev.kopeck.harness.simulators;

import dev.kopeck.harness.simulators.http.PortTakenException;
import dev.kopeck.harness.simulators.model.ModelSimulator;
import dev.kopeck.harness.simulators.model.ModelSimulatorSettings;
import dev.kopeck.harness.simulators.telegram.TelegramSimulator;
import dev.kopeck.harness.simulators.telegram.TelegramSimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs one simulator until SIGTERM or Ctrl-C. */
public final class Main {

    private static final int MODEL_PORT = 8090;
    private static final int TELEGRAM_PORT = 8091;
    /** As a person at the chat page would expect of a model; 0 is for those who measure. */
    private static final int TOKENS_PER_SECOND = 40;

    private static final int FIRST_TOKEN_DELAY_MS = 300;
    private static final int EXIT_USAGE = 2;
    private static final String USAGE = """
            One of:
              model    [--port 8090] [--host 127.0.0.1] [--models kopeck-sim,…] [--api-key KEY]
                       [--tokens-per-second 40] [--first-token-delay-ms 300]
              telegram [--port 8091] [--host 127.0.0.1] [--token TOKEN] [--data FILE]
            Each argument falls back to the environment: MODEL_SIMULATOR_PORT, TELEGRAM_SIMULATOR_TOKEN, …""";

    private Main() {}

    public static void main(String[] words) {
        // Before anything logs; without it the log manager's own handlers stay silent.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        try {
            AutoCloseable simulator = start(List.of(words), System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(simulator), "shutdown"));
        } catch (UsageException | PortTakenException | IllegalStateException | IllegalArgumentException refused) {
            System.err.println(refused.getMessage());
            System.exit(EXIT_USAGE);
        }
    }

    private static AutoCloseable start(List<String> words, Map<String, String> environment) {
        String which = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        return switch (which) {
            case "model" -> startModel(rest, environment);
            case "telegram" -> startTelegram(rest, environment);
            default -> throw new UsageException(USAGE);
        };
    }

    private static AutoCloseable startModel(List<String> words, Map<String, String> environment) {
        Set<String> names = Set.of("port", "host", "models", "api-key", "tokens-per-second", "first-token-delay-ms");
        Arguments arguments = Arguments.of(words, environment, "MODEL_SIMULATOR_", names);
        ModelSimulatorSettings settings = ModelSimulatorSettings.defaults()
                .withPort(arguments.number("port", MODEL_PORT))
                .withHost(arguments.text("host").orElse("127.0.0.1"))
                .withModels(Arrays.stream(arguments
                                .text("models")
                                .orElse(ModelSimulatorSettings.MODEL)
                                .split(","))
                        .map(String::strip)
                        .toList())
                .withTokensPerSecond(arguments.number("tokens-per-second", TOKENS_PER_SECOND))
                .withFirstTokenDelay(Duration.ofMillis(arguments.number("first-token-delay-ms", FIRST_TOKEN_DELAY_MS)));
        ModelSimulator simulator = ModelSimulator.start(
                arguments.text("api-key").map(settings::withApiKey).orElse(settings));
        System.out.println("The model simulator answers at " + simulator.baseUrl());
        return simulator;
    }

    private static AutoCloseable startTelegram(List<String> words, Map<String, String> environment) {
        Set<String> names = Set.of("port", "host", "token", "data");
        Arguments arguments = Arguments.of(words, environment, "TELEGRAM_SIMULATOR_", names);
        TelegramSimulatorSettings settings = TelegramSimulatorSettings.defaults()
                .withPort(arguments.number("port", TELEGRAM_PORT))
                .withHost(arguments.text("host").orElse("127.0.0.1"))
                .withToken(arguments.text("token").orElse(TelegramSimulatorSettings.TOKEN));
        TelegramSimulator simulator = TelegramSimulator.start(
                arguments.text("data").map(Path::of).map(settings::withDataFile).orElse(settings));
        System.out.println(
                "The Telegram simulator answers at " + simulator.baseUrl() + "; open it in a browser to chat");
        return simulator;
    }

    private static void close(AutoCloseable simulator) {
        try {
            simulator.close();
        } catch (Exception e) {
            System.err.println("The simulator did not close cleanly: " + e);
        }
    }
}
