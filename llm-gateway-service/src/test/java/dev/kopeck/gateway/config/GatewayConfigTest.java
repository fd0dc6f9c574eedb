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
            "kopeck.gateway.provider.api-key", "a key",
            "kopeck.gateway.billing.token", "a door's token");

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
                        Map.entry("retention.batch", 1000),
                        Map.entry("billing.url", URI.create("http://localhost:8081")),
                        Map.entry("billing.token", Optional.of("a door's token")),
                        Map.entry("billing.timeout", Duration.ofSeconds(3)),
                        Map.entry("limits.perKey.requestsPerMinute", 6_000L),
                        Map.entry("limits.perKey.tokensPerMinute", 10_000_000L),
                        Map.entry("limits.perKey.concurrent", 500),
                        Map.entry("limits.perAccount.requestsPerMinute", 6_000L),
                        Map.entry("limits.perAccount.tokensPerMinute", 10_000_000L),
                        Map.entry("limits.perAccount.concurrent", 500),
                        Map.entry("limits.keys", Map.of()),
                        Map.entry("limits.accounts", Map.of()),
                        Map.entry("limits.heartbeat", Duration.ofSeconds(2)),
                        Map.entry("limits.silence", Duration.ofSeconds(8)),
                        Map.entry("prompts.bodyMax", 1_048_576),
                        Map.entry("prompts.waitMax", Duration.ofSeconds(30)),
                        Map.entry("prompts.waitPause", Duration.ofMillis(500)),
                        Map.entry("prompts.unpublishedMax", 10_000),
                        Map.entry("prompts.sweep", Duration.ofSeconds(2)),
                        Map.entry("prompts.ownTime", Duration.ofSeconds(10)),
                        Map.entry("prompts.texts.keptFor", Duration.ofDays(30)),
                        Map.entry("prompts.texts.accounts", Map.of()),
                        Map.entry("prompts.texts.fetch", Duration.ofHours(1)),
                        Map.entry("prompts.texts.interval", Duration.ofMinutes(1)),
                        Map.entry("prompts.callbacks.secret", Optional.empty()),
                        Map.entry("prompts.callbacks.accounts", Map.of()),
                        Map.entry("prompts.callbacks.allowPrivate", false),
                        Map.entry("prompts.callbacks.timeout", Duration.ofSeconds(10)),
                        Map.entry("prompts.callbacks.interval", Duration.ofSeconds(1)),
                        Map.entry("prompts.callbacks.atOnce", 20),
                        Map.entry("prompts.callbacks.attemptsMax", 12),
                        Map.entry("prompts.callbacks.retryDelay", Duration.ofSeconds(5)),
                        Map.entry("prompts.callbacks.retryDelayMax", Duration.ofHours(1))));
    }

    @Test
    void eachKeyIsDocumented() throws IOException {
        // Given
        var sources = new StringBuilder();
        try (var files = Files.list(Path.of("src/main/java/dev/kopeck/gateway/config"))) {
            for (var file : files.filter(path -> path.toString().endsWith("Config.java"))
                    .toList()) {
                sources.append(Files.readString(file));
            }
        }

        // When
        var undocumented = groups(GatewayConfig.class)
                .distinct()
                .flatMap(group -> Arrays.stream(group.getDeclaredMethods()))
                .map(Method::getName)
                .filter(name -> !Pattern.compile("\\*/\\s+(?:@[^;{}]*?\\s)?[\\w<>.@, ]+ " + name + "\\(\\);")
                        .matcher(sources)
                        .find())
                .toList();

        // Then
        assertThat(undocumented).isEmpty();
    }

    /** Each interface of settings below this one, wherever it is declared. */
    private static Stream<Class<?>> groups(Class<?> group) {
        var nested = Arrays.stream(group.getDeclaredMethods())
                .map(Method::getReturnType)
                .filter(type -> type.getPackage() == GatewayConfig.class.getPackage());
        return Stream.concat(
                Stream.concat(Stream.of(group), Arrays.stream(group.getDeclaredClasses())),
                nested.flatMap(GatewayConfigTest::groups));
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
        "provider.api-key, '', OPENAI_API_KEY is not set",
        "billing.token, '', KOPECK_DOOR_TOKEN is not set",
        "limits.silence, 5s, at least three times",
        "prompts.texts.kept-for, 31d, must not keep longer",
        "prompts.callbacks.secret, short, at least 16 characters"
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
            if (key.getReturnType().getPackage() == GatewayConfig.class.getPackage()) {
                collect(path + key.getName() + ".", key.getReturnType(), value, values);
            } else if (!key.getName().equals("models")) {
                values.put(path + key.getName(), value);
            }
        }
    }
}
