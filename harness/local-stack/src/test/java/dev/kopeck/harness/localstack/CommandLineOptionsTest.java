package dev.kopeck.harness.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineOptionsTest {

    private static final Path ROOT = Path.of("/project");

    private final List<String> said = new ArrayList<>();

    @Test
    void standardPortsAndFolderWithoutArguments() {
        // When
        StackSettings settings = parse(Map.of()).orElseThrow();
        // Then
        assertThat(settings.data()).isEqualTo(ROOT.resolve(".kopeck"));
        assertThat(settings.port(Port.GATEWAY)).isEqualTo(8080);
        assertThat(settings.port(Port.POSTGRES)).isEqualTo(15432);
        assertThat(settings.fresh()).isFalse();
        assertThat(settings.simulatesModel()).isTrue();
    }

    @Test
    void anArgumentWinsOverTheEnvironmentAndThatOverPortsFrom() {
        // Given
        Map<String, String> environment = Map.of("KOPECK_BILLING_PORT", "9001", "KOPECK_GATEWAY_PORT", "9000");
        // When
        StackSettings settings = parse(environment, "--ports-from", "20000", "--gateway-port", "7000", "--fresh")
                .orElseThrow();
        // Then
        assertThat(settings.port(Port.GATEWAY)).isEqualTo(7000);
        assertThat(settings.port(Port.BILLING)).isEqualTo(9001);
        assertThat(settings.port(Port.TELEGRAM)).isEqualTo(20002);
        assertThat(settings.port(Port.KAFKA)).isEqualTo(20006);
        assertThat(settings.fresh()).isTrue();
    }

    @Test
    void zeroTakesFreePorts() {
        // When
        StackSettings settings = parse(Map.of(), "--ports-from", "0").orElseThrow();
        // Then
        assertThat(settings.ports().values()).doesNotHaveDuplicates().allMatch(port -> port > 0);
    }

    @Test
    void anAddressOrAKeyOfTheUsersOwnReplacesASimulator() {
        // When
        StackSettings withAddress =
                parse(Map.of("OPENAI_BASE_URL", "http://localhost:11434/v1")).orElseThrow();
        StackSettings withBlankKey = parse(Map.of("OPENAI_API_KEY", " ", "TELEGRAM_BOT_TOKEN", "1:x"))
                .orElseThrow();
        // Then
        assertThat(withAddress.simulatesModel()).isFalse();
        assertThat(withAddress.simulatesTelegram()).isTrue();
        assertThat(withBlankKey.simulatesModel()).isTrue();
        assertThat(withBlankKey.simulatesTelegram()).isFalse();
    }

    @Test
    void badPortsAndUnknownArgumentsAreToldInASentence() {
        // When, Then
        assertThatThrownBy(() -> parse(Map.of("KOPECK_KAFKA_PORT", "many")))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("KOPECK_KAFKA_PORT is \"many\"");
        assertThatThrownBy(() -> parse(Map.of(), "--postgres-port", "70000"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("--postgres-port gives 70000");
        assertThatThrownBy(() -> parse(Map.of(), "--refresh"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("--refresh")
                .hasMessageContaining("--help");
    }

    @Test
    void helpNamesEveryPortAndStartsNothing() {
        // When
        Optional<StackSettings> nothing = parse(Map.of(), "--help");
        // Then
        assertThat(nothing).isEmpty();
        assertThat(String.join("\n", said)).contains("--fresh", "--telegram-simulator-port", "KOPECK_POSTGRES_PORT");
    }

    private Optional<StackSettings> parse(Map<String, String> environment, String... arguments) {
        return CommandLineOptions.parse(arguments, ROOT, environment, said::add);
    }
}
