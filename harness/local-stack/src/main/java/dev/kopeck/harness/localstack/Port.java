package dev.kopeck.harness.localstack;

import java.util.Locale;

/** Everything in the stack that listens. */
public enum Port {
    GATEWAY("llm-gateway-service", 8080),
    BILLING("billing-service", 8081),
    TELEGRAM("telegram-service", 8082),
    MODEL_SIMULATOR("model-simulator", 8090),
    TELEGRAM_SIMULATOR("telegram-simulator", 8091),
    POSTGRES("PostgreSQL", 15432),
    KAFKA("Kafka", 19092);

    private final String owner;
    private final int standard;

    Port(String owner, int standard) {
        this.owner = owner;
        this.standard = standard;
    }

    /** Who listens on it. */
    public String owner() {
        return owner;
    }

    /** The number where nobody says otherwise. */
    public int standard() {
        return standard;
    }

    /** The environment variable that changes it: KOPECK_GATEWAY_PORT. */
    public String variable() {
        return "KOPECK_" + name() + "_PORT";
    }

    /** The argument that changes it: --gateway-port. */
    public String option() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-') + "-port";
    }
}
