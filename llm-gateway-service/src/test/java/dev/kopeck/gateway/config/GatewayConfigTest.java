package dev.kopeck.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.event.Channel;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key has a default that is told here, or is required; every key is documented where it is declared. */
class GatewayConfigTest {

    private static final Map<String, String> REQUIRED = Map.of(
            "kopeck.gateway.models.\"m\".context-window", "1000",
            "kopeck.gateway.models.\"m\".output-limit", "100",
            "kopeck.gateway.provider.api-key", "a key");

    @Test
    void eachDefaultIsKnown() throws ReflectiveOperationException {
        // When
        var config = configOf(Map.of());

        // Then
        var values = new TreeMap<String, Object>();
        collect("", GatewayConfig.class, config, values);
        collect(
                "models.*.",
                GatewayConfig.ModelConfig.class,
                Objects.requireNonNull(config.models().get("m")),
                values);
        assertThat(values)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("inFlightMax", 32),
                        Map.entry("provider.baseUrl", URI.create("https://api.openai.com/v1")),
                        Map.entry("provider.apiKey", Optional.of("a key")),
                        Map.entry("provider.connectTimeout", Duration.ofSeconds(5)),
                        Map.entry("models.*.upstreamName", Optional.empty()),
                        Map.entry("models.*.contextWindow", 1000L),
                        Map.entry("models.*.outputLimit", 100L),
                        Map.entry("models.*.streaming", true),
                        Map.entry("models.*.requestOptions", Map.of()),
                        Map.entry("call.durationMax", Duration.ofMinutes(5)),
                        Map.entry("call.firstTokenTimeout", Duration.ofSeconds(60)),
                        Map.entry("call.idleTimeout", Duration.ofSeconds(30)),
                        Map.entry("call.tick", Duration.ofMillis(250)),
                        Map.entry("call.attemptsMax", 3),
                        Map.entry("call.retryDelay", Duration.ofMillis(500)),
                        Map.entry("call.retryDelayMax", Duration.ofSeconds(20)),
                        Map.entry("call.holdMargin", Duration.ofSeconds(10)),
                        Map.entry("call.answerCharsMax", 160_000),
                        Map.entry("preview.channels", Set.of(Channel.TELEGRAM)),
                        Map.entry("preview.interval", Duration.ofMillis(250)),
                        Map.entry("preview.charsMax", 4096),
                        Map.entry("claim.lease", Duration.ofSeconds(15)),
                        Map.entry("claim.heartbeat", Duration.ofSeconds(5)),
                        Map.entry("claim.recheck", Duration.ofSeconds(1)),
                        Map.entry("claim.retryDelayMax", Duration.ofSeconds(5)),
                        Map.entry("retention.records", Duration.ofDays(30)),
                        Map.entry("retention.texts", Duration.ofDays(3)),
                        Map.entry("retention.interval", Duration.ofMinutes(10)),
                        Map.entry("retention.batch", 1000)));
    }

    @Test
    void eachKeyIsDocumented() throws IOException {
        // Given
        var source = Files.readString(Path.of("src/main/java/dev/kopeck/gateway/config/GatewayConfig.java"));

        // When
        var undocumented = Stream.of(GatewayConfig.class.getDeclaredClasses())
                .flatMap(group -> Arrays.stream(group.getDeclaredMethods()))
                .map(Method::getName)
                .filter(name -> !Pattern.compile("\\*/\\s+(?:@[^;{}]*?\\s)?[\\w<>.@, ]+ " + name + "\\(\\);")
                        .matcher(source)
                        .find())
                .toList();

        // Then
        assertThat(undocumented).isEmpty();
    }

    @Test
    void theDefaultsFitTogether() {
        // When / Then
        Settings.requireConsistent(configOf(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "claim.heartbeat, 6s, at most a third",
        "retention.texts, 31d, must not be longer",
        "provider.api-key, '', OPENAI_API_KEY is not set"
    })
    void whatDoesNotFitIsNamed(String key, String value, String complaint) {
        // Given
        var config = configOf(Map.of("kopeck.gateway." + key, value));

        // When / Then
        assertThatThrownBy(() -> Settings.requireConsistent(config)).hasMessageContaining(complaint);
    }

    @Test
    void anotherProviderNeedsNoKey() {
        // Given
        var config = configOf(Map.of(
                "kopeck.gateway.provider.api-key", "", "kopeck.gateway.provider.base-url", "http://localhost:1/v1"));

        // When / Then
        Settings.requireConsistent(config);
    }

    private static GatewayConfig configOf(Map<String, String> further) {
        var properties = new HashMap<>(REQUIRED);
        properties.putAll(further);
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withConverter(Duration.class, 1_000, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(GatewayConfig.class);
    }

    private static void collect(String path, Class<?> group, Object config, Map<String, Object> values)
            throws ReflectiveOperationException {
        for (var key : group.getDeclaredMethods()) {
            var value = key.invoke(config);
            if (List.of(GatewayConfig.class.getDeclaredClasses()).contains(key.getReturnType())) {
                collect(path + key.getName() + ".", key.getReturnType(), value, values);
            } else if (!key.getName().equals("models")) {
                values.put(path + key.getName(), value);
            }
        }
    }
}
