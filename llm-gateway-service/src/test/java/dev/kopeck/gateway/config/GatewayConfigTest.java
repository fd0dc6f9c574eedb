package dev.kopeck.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.gateway.domain.LeavePolicy;
import dev.kopeck.gateway.domain.Model;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
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

    @Test
    void eachDefaultIsKnown() throws ReflectiveOperationException {
        // When
        var config = Configs.of(Map.of());

        // Then
        var values = new TreeMap<String, Object>();
        collect("", GatewayConfig.class, config, values);
        collect(
                "models.*.",
                ModelConfig.class,
                Objects.requireNonNull(config.models().get("m")),
                values);
        assertThat(values)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("inFlightMax", 32),
                        Map.entry("room.waitingMax", 100),
                        Map.entry("room.waitingPerAccountMax", 5),
                        Map.entry("room.backlogMax", 250),
                        Map.entry("room.backlogAfter", Duration.ofSeconds(10)),
                        Map.entry("provider.baseUrl", URI.create("https://api.openai.com/v1")),
                        Map.entry("provider.apiKey", Optional.of("a key")),
                        Map.entry("provider.connectTimeout", Duration.ofSeconds(5)),
                        Map.entry("provider.firstTokenTimeout", Optional.empty()),
                        Map.entry("provider.idleTimeout", Optional.empty()),
                        Map.entry("provider.concurrency", Optional.empty()),
                        Map.entry("provider.onLeave", LeavePolicy.Kind.CANCEL),
                        Map.entry("provider.drainMax", Duration.ofSeconds(30)),
                        Map.entry("provider.drainsMax", 16),
                        Map.entry("catalogue.file", Optional.empty()),
                        Map.entry("catalogue.poll", Duration.ofSeconds(5)),
                        Map.entry("circuit.window", 20),
                        Map.entry("circuit.callsMin", 10),
                        Map.entry("circuit.failurePercent", 50),
                        Map.entry("circuit.openFor", Duration.ofSeconds(10)),
                        Map.entry("circuit.probes", 3),
                        Map.entry("attempts.flush", Duration.ofSeconds(1)),
                        Map.entry("attempts.batch", 500),
                        Map.entry("attempts.waitingMax", 10_000),
                        Map.entry("attempts.retention", Duration.ofDays(30)),
                        Map.entry("models.*.upstreamName", Optional.empty()),
                        Map.entry("models.*.targets", Optional.empty()),
                        Map.entry("models.*.kind", Model.Kind.CHAT),
                        Map.entry("models.*.concurrency", Optional.empty()),
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
                        Map.entry("relay.bodyBytesMax", 20_971_520),
                        Map.entry("relay.answerBytesMax", 33_554_432),
                        Map.entry("relay.eventBytesMax", 8_388_608),
                        Map.entry("relay.replyTimeout", Duration.ofSeconds(5)),
                        Map.entry("relay.settleTimeout", Duration.ofSeconds(2)),
                        Map.entry("relay.outputDefault", 1024),
                        Map.entry("relay.outputHeadroom", 4),
                        Map.entry("relay.outputAnswersMin", 50),
                        Map.entry("relay.pricesRemembered", Duration.ofSeconds(10)),
                        Map.entry("relay.idempotencyRetention", Duration.ofDays(1)),
                        Map.entry("relay.stopGrace", Duration.ofSeconds(4)),
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
        var folder = Path.of("src/main/java/dev/kopeck/gateway/config");
        var undocumented = new ArrayList<String>();

        // When
        for (var group : groups(GatewayConfig.class, new LinkedHashSet<>())) {
            var file = group.getNestHost().getSimpleName() + ".java";
            var source = Files.readString(folder.resolve(file));
            Arrays.stream(group.getDeclaredMethods())
                    .map(Method::getName)
                    .filter(name -> !Pattern.compile("\\*/\\s+(?:@[^;{}]*?\\s)?[\\w<>.@,() ]+ " + name + "\\(\\);")
                            .matcher(source)
                            .find())
                    .forEach(name -> undocumented.add(file + ": " + name));
        }

        // Then
        assertThat(undocumented).isEmpty();
    }

    @Test
    void theDefaultsFitTogether() {
        // When / Then
        Settings.requireConsistent(Configs.of(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "claim.heartbeat, 6s, at most a third",
        "retention.texts, 31d, must not be longer",
        "billing.token, '', KOPECK_DOOR_TOKEN is not set",
        "limits.silence, 5s, at least three times",
        "prompts.texts.kept-for, 31d, must not keep longer",
        "prompts.callbacks.secret, short, at least 16 characters"
    })
    void whatDoesNotFitIsNamed(String key, String value, String complaint) {
        // Given
        var config = Configs.of(Map.of("kopeck.gateway." + key, value));

        // When / Then
        assertThatThrownBy(() -> Settings.requireConsistent(config)).hasMessageContaining(complaint);
    }

    @Test
    void openAiItselfNeedsAKey() {
        // Given
        var config = Configs.of(Map.of("kopeck.gateway.provider.api-key", ""));

        // When / Then
        assertThatThrownBy(() -> CatalogueBuilder.build(config, null, "v"))
                .hasMessageContaining("OPENAI_API_KEY is not set");
    }

    @Test
    void anotherProviderNeedsNoKey() {
        // Given
        var config = Configs.of(Map.of(
                "kopeck.gateway.provider.api-key", "", "kopeck.gateway.provider.base-url", "http://localhost:1/v1"));

        // When
        var catalogue = CatalogueBuilder.build(config, null, "v");

        // Then
        assertThat(catalogue.models()).hasSize(1);
    }

    private static void collect(String path, Class<?> group, Object config, Map<String, Object> values)
            throws ReflectiveOperationException {
        for (var key : group.getMethods()) {
            var value = key.invoke(config);
            if (isGroup(key.getReturnType())) {
                collect(path + key.getName() + ".", key.getReturnType(), value, values);
            } else if (!List.of("models", "providers").contains(key.getName())) {
                values.put(path + key.getName(), value);
            }
        }
    }

    /** A group of settings is an interface of this package. */
    private static boolean isGroup(Class<?> type) {
        return type.isInterface() && type.getPackage().equals(GatewayConfig.class.getPackage());
    }

    private static Set<Class<?>> groups(Class<?> group, Set<Class<?>> found) {
        if (found.add(group)) {
            Stream.of(
                            Arrays.stream(group.getDeclaredMethods()).map(Method::getReturnType),
                            Arrays.stream(group.getDeclaredClasses()),
                            Arrays.stream(group.getInterfaces()),
                            Stream.<Class<?>>of(ModelConfig.class, NamedProviderConfig.class))
                    .flatMap(types -> types)
                    .filter(GatewayConfigTest::isGroup)
                    .forEach(inner -> groups(inner, found));
        }
        return found;
    }
}
