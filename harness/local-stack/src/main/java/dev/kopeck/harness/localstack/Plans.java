package dev.kopeck.harness.localstack;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which processes the settings ask for, and what each is told. */
final class Plans {

    /** Shaped like a real token; it opens nothing but the simulator. */
    static final String SIMULATED_BOT_TOKEN = "1000000001:kopeck-simulated-bot-no-secret-here";

    static final String SIMULATED_MODEL = "kopeck-sim";

    private static final String VIEWER_TOKEN = "KOPECK_VIEWER_TOKEN";
    private static final String READY = "/q/health/ready";
    private static final int SERVICE_HEAP_MB = 320;
    private static final int SIMULATOR_HEAP_MB = 128;
    private static final List<String> SECRETS = List.of(
            "OPENAI_API_KEY",
            "TELEGRAM_BOT_TOKEN",
            AccessTokens.ADMIN,
            AccessTokens.OPERATOR,
            AccessTokens.DOOR,
            VIEWER_TOKEN,
            "KOPECK_POSTGRES_PASSWORD");

    private final StackSettings settings;
    private final StackFolder folder;
    private final AccessTokens tokens;

    Plans(StackSettings settings, StackFolder folder, AccessTokens tokens) {
        this.settings = settings;
        this.folder = folder;
        this.tokens = tokens;
    }

    /** Looks before anything starts. */
    void requireBuilt() {
        requireBuilt(Port.BILLING, runnable(Port.BILLING));
        requireBuilt(Port.GATEWAY, runnable(Port.GATEWAY));
        requireBuilt(Port.TELEGRAM, runnable(Port.TELEGRAM));
        if (settings.simulatesModel()) {
            requireBuilt(Port.MODEL_SIMULATOR, simulatorsTarget().resolve("lib"));
        }
        if (settings.simulatesTelegram()) {
            requireBuilt(Port.TELEGRAM_SIMULATOR, simulatorsTarget().resolve("lib"));
        }
    }

    List<ProcessPlan> simulators() {
        List<ProcessPlan> plans = new ArrayList<>();
        if (settings.simulatesModel()) {
            plans.add(simulator(Port.MODEL_SIMULATOR, List.of("model")));
        }
        if (settings.simulatesTelegram()) {
            plans.add(simulator(
                    Port.TELEGRAM_SIMULATOR,
                    List.of(
                            "telegram",
                            "--token",
                            SIMULATED_BOT_TOKEN,
                            "--data",
                            folder.chats().toString())));
        }
        return plans;
    }

    List<ProcessPlan> services(Servers servers) {
        Map<String, String> billing = new HashMap<>(forServices(servers));
        billing.put(AccessTokens.ADMIN, tokens.admin().value());
        billing.put(AccessTokens.OPERATOR, tokens.operator().value());
        billing.put(AccessTokens.DOOR, tokens.door().value());
        settings.variable(VIEWER_TOKEN).ifPresent(value -> billing.put(VIEWER_TOKEN, value));
        Map<String, String> gateway = new HashMap<>(forServices(servers));
        gateway.put(AccessTokens.DOOR, tokens.door().value());
        gateway.putAll(modelAccess());
        Map<String, String> telegram = new HashMap<>(forServices(servers));
        telegram.put(AccessTokens.DOOR, tokens.door().value());
        telegram.putAll(telegramAccess());
        return List.of(
                service(Port.BILLING, billing), service(Port.GATEWAY, gateway), service(Port.TELEGRAM, telegram));
    }

    private ProcessPlan service(Port port, Map<String, String> environment) {
        Path jar = runnable(port);
        List<String> java =
                List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", jar.toString());
        return new ProcessPlan(
                port.owner(), ProcessPlan.Kind.SERVICE, java, SERVICE_HEAP_MB, environment, url(port), READY);
    }

    private ProcessPlan simulator(Port port, List<String> arguments) {
        Path target = simulatorsTarget();
        List<String> java = new ArrayList<>(List.of(
                "-cp",
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                "dev.kopeck.harness.simulators.Main"));
        java.addAll(arguments);
        java.addAll(List.of("--port", Integer.toString(settings.port(port))));
        return new ProcessPlan(
                port.owner(),
                ProcessPlan.Kind.SIMULATOR,
                java,
                SIMULATOR_HEAP_MB,
                withoutSecrets(),
                url(port),
                "/health");
    }

    private Map<String, String> forServices(Servers servers) {
        Map<String, String> environment = withoutSecrets();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers.kafka());
        environment.put("KOPECK_POSTGRES_URL", servers.postgres().url());
        environment.put("KOPECK_POSTGRES_USERNAME", servers.postgres().username());
        environment.put("KOPECK_POSTGRES_PASSWORD", servers.postgres().password());
        environment.put("KOPECK_BILLING_URL", url(Port.BILLING).toString());
        for (Port port : Port.values()) {
            environment.put(port.variable(), Integer.toString(settings.port(port)));
        }
        if (settings.simulatesModel()) {
            environment.put("KOPECK_DEFAULT_MODEL", SIMULATED_MODEL);
        }
        // A stack for one person answers to this machine only, unless they say otherwise.
        environment.putIfAbsent("QUARKUS_HTTP_HOST", "127.0.0.1");
        return environment;
    }

    private Map<String, String> modelAccess() {
        if (settings.simulatesModel()) {
            return Map.of("OPENAI_BASE_URL", url(Port.MODEL_SIMULATOR) + "/v1", "OPENAI_API_KEY", "simulator");
        }
        // A model on one's own machine needs an address and often no key.
        return Map.of("OPENAI_API_KEY", settings.variable("OPENAI_API_KEY").orElse("none"));
    }

    private Map<String, String> telegramAccess() {
        return settings.simulatesTelegram()
                ? Map.of(
                        "TELEGRAM_API_BASE_URL",
                        url(Port.TELEGRAM_SIMULATOR).toString(),
                        "TELEGRAM_BOT_TOKEN",
                        SIMULATED_BOT_TOKEN)
                : Map.of(
                        "TELEGRAM_BOT_TOKEN",
                        settings.variable("TELEGRAM_BOT_TOKEN").orElseThrow());
    }

    /** Each process is given the keys that it needs, and no other. */
    private Map<String, String> withoutSecrets() {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.keySet().removeAll(SECRETS);
        return environment;
    }

    private URI url(Port port) {
        return URI.create("http://localhost:" + settings.port(port));
    }

    private Path runnable(Port service) {
        return settings.root().resolve(service.owner()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    private Path simulatorsTarget() {
        return settings.root().resolve("harness/simulators/target");
    }

    private static void requireBuilt(Port port, Path file) {
        if (!Files.exists(file)) {
            throw new StackException(
                    "%s is not built: there is no %s. ./kopeck build builds everything.".formatted(port.owner(), file));
        }
    }
}
