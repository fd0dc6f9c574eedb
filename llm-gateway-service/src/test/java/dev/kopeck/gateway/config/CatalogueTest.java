package dev.kopeck.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.gateway.domain.Catalogue;
import dev.kopeck.gateway.domain.LeavePolicy;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.gateway.domain.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings, and a file on top of them. */
class CatalogueTest {

    private static final String FILE = """
            providers:
              groq:
                base-url: https://api.groq.com/openai/v1
                api-key: a key
                concurrency: 7
                first-token-timeout: 3s
                on-leave: drain
                drain-max: 9s
            models:
              "llama-3.3-70b":
                targets:
                  - groq:llama-3.3-70b-versatile
                  - default:meta/llama:free
                context-window: 131072
                output-limit: 32768
                concurrency: 3
              embed:
                kind: embeddings
                upstream-name: text-embedding-3-small
                context-window: 8192
                output-limit: 1
            """;

    @Test
    void theOldSettingsAreTheProviderDefault() {
        // When
        var catalogue = CatalogueBuilder.build(
                Configs.of(Map.of(
                        "kopeck.gateway.provider.base-url", "http://old/v1",
                        "kopeck.gateway.provider.api-key", "old key",
                        "kopeck.gateway.models.\"m\".upstream-name", "old-name",
                        "kopeck.gateway.in-flight-max", "11",
                        "kopeck.gateway.call.idle-timeout", "4s")),
                null,
                "v");

        // Then
        var model = catalogue.find("m").orElseThrow();
        assertThat(model.targets()).hasSize(1);
        assertThat(model.upstreamName()).isEqualTo("old-name");
        assertThat(model.concurrency()).isEqualTo(11);
        var provider = model.primary().provider();
        assertThat(provider.id()).isEqualTo("default");
        assertThat(provider.baseUrl()).hasHost("old");
        assertThat(provider.key().authorization()).isEqualTo("Bearer old key");
        assertThat(provider.times().idle()).isEqualTo(Duration.ofSeconds(4));
        assertThat(provider.concurrency()).isEqualTo(11);
        assertThat(provider.leaving().kind()).isEqualTo(LeavePolicy.Kind.CANCEL);
    }

    @Test
    void aFileAddsProvidersAndModelsWithFallbacks() {
        // When
        var catalogue = read("catalogue.yaml", FILE);

        // Then
        var llama = catalogue.find("llama-3.3-70b").orElseThrow();
        assertThat(llama.targets())
                .map(Target::toString)
                .containsExactly("groq:llama-3.3-70b-versatile", "default:meta/llama:free");
        assertThat(llama.concurrency()).isEqualTo(3);
        var groq = llama.primary().provider();
        assertThat(groq.concurrency()).isEqualTo(7);
        assertThat(groq.times().firstToken()).isEqualTo(Duration.ofSeconds(3));
        assertThat(groq.leaving()).isEqualTo(new LeavePolicy(LeavePolicy.Kind.DRAIN, Duration.ofSeconds(9), 16));
        assertThat(catalogue.find("embed").orElseThrow().kind()).isEqualTo(Model.Kind.EMBEDDINGS);
        assertThat(catalogue.find("m")).isPresent();
        assertThat(catalogue.providers()).map(Provider::id).containsExactly("default", "groq");
    }

    @Test
    void aFileMayBeProperties() {
        // When
        var catalogue = read("catalogue.properties", """
                providers.groq.base-url=https://api.groq.com/openai/v1
                models."a.b".targets=groq:x,default:y
                models."a.b".context-window=100
                models."a.b".output-limit=10
                """);

        // Then
        assertThat(catalogue.find("a.b").orElseThrow().targets())
                .map(Target::toString)
                .containsExactly("groq:x", "default:y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "context-window: 131072 | context-window: 1 | models.llama-3.3-70b.context-window must be 2",
                "context-window: 131072 | context-windw: 1 | context-wind",
                "output-limit: 32768 | output-limit: many | output-limit",
                "output-limit: 32768 | output-limit: 0 | models.llama-3.3-70b.output-limit must be 1",
                "groq:llama-3.3-70b-versatile | nobody:x | names the provider nobody, which is not there",
                "groq:llama-3.3-70b-versatile | llama | must each be provider:upstream name, not llama",
                "concurrency: 7 | concurrency: 0 | providers.groq.concurrency must be 1",
                "first-token-timeout: 3s | first-token-timeout: 3x | first-token-timeout",
                "first-token-timeout: 3s | first-token-timeout: 1h | providers.groq.first-token-timeout must be longer",
                "on-leave: drain | on-leave: shrug | on-leave",
                "base-url: https://api.groq.com/openai/v1 | base-url: ftp://groq | providers.groq.base-url must be an http",
                "base-url: https://api.groq.com/openai/v1 | dummy: 1 | groq",
                "`  groq:\n` | `  Groq!:\n` | lower case letters, digits and dashes",
                "concurrency: 3 | streaming: false | models.llama-3.3-70b.streaming is off",
                "api-key: a key | `api-key: ${NO_SUCH_VARIABLE_HERE}` | api-key",
                "`models:\n` | `models: [\n` | line"
            })
    void whatIsWrongIsNamed(String good, String bad, String complaint) {
        assertThatThrownBy(() -> read("catalogue.yaml", FILE.replace(good, bad)))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("a key");
    }

    @Test
    void aTargetAndAnUpstreamNameContradictEachOther() {
        assertThatThrownBy(() -> read("c.yaml", FILE.replace("concurrency: 3", "upstream-name: x")))
                .hasMessageContaining("both upstream-name and targets");
    }

    @Test
    void keysAreNotShown() {
        assertThat(read("catalogue.yaml", FILE).providers().toString()).doesNotContain("a key");
    }

    @Test
    void theVersionIsTheContents() {
        assertThat(List.of(
                        content(FILE).version(),
                        content(FILE).version(),
                        content(FILE + "\n").version()))
                .satisfies(versions ->
                        assertThat(versions.get(0)).isEqualTo(versions.get(1)).isNotEqualTo(versions.get(2)));
    }

    private static Catalogue read(String name, String text) {
        var content = content(text);
        var file = CatalogueFileReader.parse(Path.of(name), content);
        return CatalogueBuilder.build(
                Configs.of(Map.of("kopeck.gateway.provider.base-url", "http://localhost:1/v1")),
                file,
                content.version());
    }

    private static CatalogueFileReader.Content content(String text) {
        return CatalogueFileReader.contentOf(text.getBytes(StandardCharsets.UTF_8));
    }
}
