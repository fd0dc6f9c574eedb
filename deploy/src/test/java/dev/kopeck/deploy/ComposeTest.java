package dev.kopeck.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.kopeck.contracts.event.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What can be checked of docker-compose.yml without a Docker engine. */
class ComposeTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void everyImageThatIsBuiltHasADockerfile() throws IOException {
        var built = compose().path("services").findValues("build");
        assertThat(built).hasSize(5);
        assertThat(built)
                .allSatisfy(context -> assertThat(ROOT.resolve(context.asText()).resolve("Dockerfile"))
                        .exists());
    }

    @Test
    void everyTopicOfTheContractsIsCreated() throws IOException {
        var script = Files.readString(Path.of("compose/create-topics.sh"));
        var listed = script.substring(script.indexOf("topics=(") + 8, script.indexOf(")\n"))
                .strip()
                .split("\\s+");
        assertThat(listed)
                .containsExactlyInAnyOrder(
                        Arrays.stream(Topic.values()).map(Topic::topicName).toArray(String[]::new));
        assertThat(script).contains("create \"$topic\" " + Topic.PARTITIONS);
    }

    @Test
    void mountedFilesExist() throws IOException {
        for (var volumes : compose().path("services").findValues("volumes")) {
            for (var volume : volumes) {
                var source = volume.asText().split(":")[0];
                if (source.startsWith("./")) {
                    assertThat(ROOT.resolve(source)).exists();
                }
            }
        }
    }

    @Test
    void everyServiceGetsWhatItsPropertiesAskFor() throws IOException {
        for (var service : new String[] {"billing-service", "llm-gateway-service", "telegram-service"}) {
            var properties = withoutFallbacks(
                    Files.readString(ROOT.resolve(service).resolve("src/main/resources/application.properties")));
            var given = compose().path("services").path(service).path("environment");
            for (var name : new String[] {
                "KOPECK_POSTGRES_URL", "KOPECK_POSTGRES_PASSWORD", "KOPECK_BILLING_URL", "KOPECK_ADMIN_TOKEN",
                "KOPECK_OPERATOR_TOKEN", "KOPECK_VIEWER_TOKEN", "KOPECK_DOOR_TOKEN", "KOPECK_OIDC_URL",
                "OPENAI_BASE_URL", "OPENAI_API_KEY", "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL",
                "KOPECK_DEFAULT_MODEL", "KOPECK_WELCOME_GRANT"
            }) {
                if (properties.contains("${" + name)) {
                    assertThat(given.has(name) || shared().has(name))
                            .as("%s reads %s", service, name)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aDoorIsGivenNoTokenOfAPersonWhereThereIsADoors() throws IOException {
        for (var door : new String[] {"telegram-service", "llm-gateway-service"}) {
            var given = compose().path("services").path(door).path("environment");
            assertThat(given.path("KOPECK_DOOR_TOKEN").asText()).startsWith("${KOPECK_DOOR_TOKEN:-");
            for (var name : new String[] {"KOPECK_ADMIN_TOKEN", "KOPECK_OPERATOR_TOKEN", "KOPECK_VIEWER_TOKEN"}) {
                assertThat(given.has(name)).as(name).isFalse();
            }
        }
    }

    /** What is only read where something else is missing need not be given. */
    private static String withoutFallbacks(String properties) {
        return properties.replaceAll("(\\$\\{\\w+:)\\$\\{\\w+", "$1");
    }

    private static JsonNode shared() throws IOException {
        return compose().path("x-environment");
    }

    private static JsonNode compose() throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(ROOT.resolve("docker-compose.yml").toFile());
    }
}
