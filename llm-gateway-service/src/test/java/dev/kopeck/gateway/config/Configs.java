package dev.kopeck.gateway.config;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Settings for a test: what must be there, and what the test says. */
final class Configs {

    private static final Map<String, String> REQUIRED = Map.of(
            "kopeck.gateway.models.\"m\".context-window", "1000",
            "kopeck.gateway.models.\"m\".output-limit", "100",
            "kopeck.gateway.provider.api-key", "a key",
            "kopeck.gateway.billing.token", "a door's token");

    private Configs() {}

    static GatewayConfig of(Map<String, String> further) {
        var properties = new HashMap<>(REQUIRED);
        properties.putAll(further);
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withConverter(Duration.class, 1_000, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
