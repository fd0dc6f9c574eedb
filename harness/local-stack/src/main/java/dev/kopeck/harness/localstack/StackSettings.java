package dev.kopeck.harness.localstack;

import dev.kopeck.contracts.event.Topic;
import dev.kopeck.harness.testkit.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What to start and where.
 *
 * @param root the project's folder, whose modules are built
 * @param data the stack's own folder: databases, logs, stack.json; made where it is missing
 * @param ports a number for each; none is 0 here
 * @param environment of the child processes; keys and addresses in it replace simulators and embedded servers
 * @param partitions of each topic that has to be created
 * @param fresh whether databases, topics and chats of former runs are deleted first
 * @param patience how long all processes together may take until they are ready
 * @param progress is told each step in one line
 */
public record StackSettings(
        Path root,
        Path data,
        Map<Port, Integer> ports,
        Map<String, String> environment,
        int partitions,
        boolean fresh,
        Duration patience,
        Consumer<String> progress) {

    /** Variables that choose what the stack uses; a test must not inherit them from the shell that it runs in. */
    private static final Pattern OURS = Pattern.compile("(KOPECK|KAFKA|OPENAI|TELEGRAM|MODEL_SIMULATOR|QUARKUS)_.*");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    public StackSettings {
        ports = Map.copyOf(ports);
        environment = Map.copyOf(environment);
        data = data.toAbsolutePath().normalize();
        root = root.toAbsolutePath().normalize();
    }

    /** As {@code ./kopeck up} does without arguments. */
    public static StackSettings standard(Path root, Map<String, String> environment, Consumer<String> progress) {
        Map<Port, Integer> ports = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            ports.put(port, port.standard());
        }
        return new StackSettings(
                root, root.resolve(".kopeck"), ports, environment, Topic.PARTITIONS, false, PATIENCE, progress);
    }

    /** Free ports, few partitions, simulators whatever the shell's environment says, and silence. */
    public static StackSettings forTests(Path root, Path data) {
        Map<Port, Integer> ports = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            ports.put(port, Ports.free());
        }
        Map<String, String> neutral = new HashMap<>(System.getenv());
        neutral.keySet().removeIf(name -> OURS.matcher(name).matches());
        return new StackSettings(root, data, ports, neutral, 4, false, PATIENCE, line -> {});
    }

    public StackSettings withData(Path other) {
        return new StackSettings(root, other, ports, environment, partitions, fresh, patience, progress);
    }

    /** The number for one port; 0 takes a free one. */
    public StackSettings withPort(Port port, int number) {
        Map<Port, Integer> changed = new EnumMap<>(ports);
        changed.put(port, Ports.orFree(number));
        return new StackSettings(root, data, changed, environment, partitions, fresh, patience, progress);
    }

    /** One more variable for every child process. */
    public StackSettings withVariable(String name, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value);
        return new StackSettings(root, data, ports, changed, partitions, fresh, patience, progress);
    }

    public StackSettings withFresh(boolean startOver) {
        return new StackSettings(root, data, ports, environment, partitions, startOver, patience, progress);
    }

    public StackSettings withProgress(Consumer<String> listener) {
        return new StackSettings(root, data, ports, environment, partitions, fresh, patience, listener);
    }

    public int port(Port port) {
        return ports.getOrDefault(port, port.standard());
    }

    /** A variable of the environment; blank counts as absent. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A provider's key or address of the user's own; without either a simulator answers. */
    boolean simulatesModel() {
        return variable("OPENAI_API_KEY").isEmpty()
                && variable("OPENAI_BASE_URL").isEmpty();
    }

    boolean simulatesTelegram() {
        return variable("TELEGRAM_BOT_TOKEN").isEmpty();
    }

    boolean embedsKafka() {
        return variable("KAFKA_BOOTSTRAP_SERVERS").isEmpty();
    }

    boolean embedsPostgres() {
        return variable("KOPECK_POSTGRES_URL").isEmpty();
    }

    /** Whether the stack, as these settings make it, listens on the port. */
    boolean uses(Port port) {
        return switch (port) {
            case GATEWAY, BILLING, TELEGRAM -> true;
            case MODEL_SIMULATOR -> simulatesModel();
            case TELEGRAM_SIMULATOR -> simulatesTelegram();
            case POSTGRES -> embedsPostgres();
            case KAFKA -> embedsKafka();
        };
    }
}
