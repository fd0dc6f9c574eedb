package dev.kopeck.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The committed manifests are what the build generates from each service's application.properties.
 * {@code -Dkopeck.manifests.write=true} takes over what the build generated.
 */
class ManifestsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path COMMITTED = Path.of("kubernetes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @ParameterizedTest
    @ValueSource(strings = {"billing-service", "llm-gateway-service", "telegram-service"})
    void committedManifestsAreWhatTheBuildGenerates(String service) throws IOException {
        // Given
        var generated = ROOT.resolve(service).resolve("target/kubernetes/kubernetes.yml");
        assertThat(generated).as("built by ./kopeck test or ./kopeck build").exists();
        var committed = COMMITTED.resolve(service + ".yml");
        // When
        if (Boolean.getBoolean("kopeck.manifests.write")) {
            Files.copy(generated, committed, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        // Then
        assertThat(committed)
                .as("run ./kopeck test -Dkopeck.manifests.write=true, and commit what changed under deploy/kubernetes")
                .hasSameTextualContentAs(generated);
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing-service", "llm-gateway-service", "telegram-service"})
    void everyServiceIsProbedBoundedAndConfiguredByName(String service) throws IOException {
        var container = documents(COMMITTED.resolve(service + ".yml")).stream()
                .filter(document -> document.path("kind").asText().equals("Deployment"))
                .map(document -> document.at("/spec/template/spec/containers/0"))
                .findFirst()
                .orElseThrow();

        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
        assertThat(StreamSupport.stream(container.path("envFrom").spliterator(), false)
                        .map(source -> source.findValue("name").asText()))
                .contains("kopeck-config", "kopeck-secrets")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing-service", "llm-gateway-service", "telegram-service"})
    void tokensOfPeopleAreGivenToBillingAlone(String service) throws IOException {
        assertThat(Files.readString(COMMITTED.resolve(service + ".yml")).contains("kopeck-operators"))
                .isEqualTo(service.equals("billing-service"));
    }

    @Test
    void theKustomizationNamesEveryManifest() throws IOException {
        var resources =
                YAML.readTree(COMMITTED.resolve("kustomization.yml").toFile()).path("resources");
        try (var files = Files.list(COMMITTED)) {
            var manifests = files.map(
                            file -> Objects.requireNonNull(file.getFileName()).toString())
                    .filter(name -> !name.equals("kustomization.yml"))
                    .toList();
            assertThat(StreamSupport.stream(resources.spliterator(), false).map(JsonNode::asText))
                    .containsExactlyInAnyOrderElementsOf(manifests);
        }
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return documents.readAll();
        }
    }
}
