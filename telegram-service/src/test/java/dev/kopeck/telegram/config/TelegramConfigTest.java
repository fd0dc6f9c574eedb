package dev.kopeck.telegram.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each key has a default that is meant, reads what it is given, and is documented. */
class TelegramConfigTest {

    private static final Path SOURCE = Path.of("src/main/java/dev/kopeck/telegram/config/TelegramConfig.java");

    /** Every key with another value than its default. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("bot.token", "1:other"),
            Map.entry("bot.api-base-url", "http://localhost:8091"),
            Map.entry("bot.timeout", "11s"),
            Map.entry("bot.back-off-first", "501ms"),
            Map.entry("bot.back-off-longest", "31s"),
            Map.entry("billing.url", "http://billing:8081"),
            Map.entry("billing.token", "other"),
            Map.entry("billing.timeout", "4s"),
            Map.entry("polling.timeout", "31s"),
            Map.entry("polling.parallel-chats", "17"),
            Map.entry("polling.standby", "3s"),
            Map.entry("polling.stale-after", "91s"),
            Map.entry("prompt.model", "kopeck-sim"),
            Map.entry("prompt.max-output-tokens", "1025"),
            Map.entry("prompt.instructions", "Be brief."),
            Map.entry("prompt.context-tokens", "4001"),
            Map.entry("prompt.context-turns", "51"),
            Map.entry("preview.interval", "2s"),
            Map.entry("preview.group-interval", "4s"),
            Map.entry("preview.open-max", "1001"),
            Map.entry("delivery.footer-wait", "4s"),
            Map.entry("delivery.give-up-after", "2h"),
            Map.entry("delivery.lease", "16s"),
            Map.entry("delivery.sweep", "2s"),
            Map.entry("delivery.sweep-max", "501"),
            Map.entry("delivery.parallel", "65"),
            Map.entry("delivery.refusals-max", "6"),
            Map.entry("delivery.retention", "31d"),
            Map.entry("delivery.clean-up", "2m"));

    @Test
    void theDefaultsAreTheOnesThatAreMeant() {
        // When
        var config = config(Map.of());
        // Then
        assertThat(config.bot().token()).isEmpty();
        assertThat(config.bot().apiBaseUrl()).hasToString("https://api.telegram.org");
        assertThat(config.polling().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.prompt().model()).isEqualTo("gpt-4o-mini");
        assertThat(config.prompt().maxOutputTokens()).isEqualTo(1024);
        assertThat(config.preview().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.delivery().footerWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.delivery().giveUpAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(config.delivery().lease())
                .isGreaterThan(config.bot().timeout().multipliedBy(2));
        assertThat(config.delivery().retention()).isGreaterThan(Duration.ofDays(1));
    }

    @Test
    void everyKeyIsReadAndNoneIsForgottenHere() throws ReflectiveOperationException {
        // When
        var defaults = values("", TelegramConfig.class, config(Map.of()));
        var others = values("", TelegramConfig.class, config(OTHERS));
        // Then
        assertThat(others.keySet()).isEqualTo(OTHERS.keySet());
        others.forEach((key, value) -> assertThat(value).as(key).isNotEqualTo(defaults.get(key)));
    }

    @Test
    void withoutASecretTheServiceSaysWhichOne() {
        assertThatThrownBy(() -> Settings.requireSecrets(config(Map.of())))
                .hasMessageStartingWith("TELEGRAM_BOT_TOKEN is not set");
        assertThatThrownBy(() -> Settings.requireSecrets(config(Map.of("bot.token", "1:x"))))
                .hasMessageStartingWith("KOPECK_DOOR_TOKEN is not set");
    }

    @Test
    void everyKeyIsDocumented() throws IOException {
        // Given
        var lines = Files.readAllLines(SOURCE);
        // Then
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().matches("[A-Za-z<>@ ]+ \\w+\\(\\);")) {
                int above = i - 1;
                while (lines.get(above).strip().startsWith("@")) {
                    above--;
                }
                assertThat(lines.get(above).strip()).as(lines.get(i).strip()).endsWith("*/");
            }
        }
    }

    private static TelegramConfig config(Map<String, String> values) {
        var prefixed = values.entrySet().stream()
                .collect(Collectors.toMap(entry -> "kopeck.telegram." + entry.getKey(), Map.Entry::getValue));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(TelegramConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 1000))
                .build();
        return config.getConfigMapping(TelegramConfig.class);
    }

    private static Map<String, Object> values(String prefix, Class<?> type, Object instance)
            throws ReflectiveOperationException {
        var values = new LinkedHashMap<String, Object>();
        for (Method method : settings(type).toList()) {
            var key = prefix + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            var value = method.invoke(instance);
            if (method.getReturnType().getEnclosingClass() == TelegramConfig.class) {
                values.putAll(values(key + ".", method.getReturnType(), value));
            } else {
                values.put(key, value);
            }
        }
        return values;
    }

    private static Stream<Method> settings(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> !method.isSynthetic());
    }
}
