package dev.kopeck.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document tells of every operation of Kopeck's own API what somebody needs to call it. */
@QuarkusTest
class ApiDocumentIT extends GatewayIT {

    private JsonNode document = new ObjectMapper().createObjectNode();

    private record Operation(String method, String path, JsonNode node) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeEach
    void read() throws JsonProcessingException {
        document = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    @Test
    void everyOperationSaysWhatItDoesAndWhatMayGoWrong() {
        assertThat(operations()).hasSizeGreaterThanOrEqualTo(9).allSatisfy(operation -> {
            assertThat(operation.node().path("summary").asText()).as("summary").isNotBlank();
            assertThat(operation.node().path("operationId").asText())
                    .as("operationId")
                    .isNotBlank();
            assertThat(operation.node().path("tags")).as("tag").isNotEmpty();
            assertThat(problems(operation)).contains("401", "429", "500", "503");
            if (operation.path().contains("{")) {
                assertThat(problems(operation)).contains("404");
            }
            if (operation.method().equals("post")) {
                assertThat(problems(operation)).contains("400", "402", "413", "415", "422");
            }
        });
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
        assertThat(document.at("/security/0").has("bearer")).isTrue();
    }

    @Test
    void everyParameterIsExplained() {
        assertThat(operations().flatMap(operation -> each(operation.node().path("parameters"))))
                .isNotEmpty()
                .filteredOn(parameter -> !parameter.path("in").asText().equals("path"))
                .allSatisfy(
                        parameter -> assertThat(parameter.path("description").asText())
                                .as(parameter.path("name").asText())
                                .isNotBlank());
    }

    @Test
    void theExampleOfAPostIsTaken() {
        // Given
        var key = billing.issue();
        var schema = document.at("/components/schemas/NewPrompt/examples/0");
        // Then
        given().header("Authorization", key.bearer())
                .contentType("application/json")
                .body(schema.toString())
                .post("/v1/prompts")
                .then()
                .statusCode(202);
    }

    private Stream<Operation> operations() {
        var found = new ArrayList<Operation>();
        document.path("paths").properties().forEach(path -> {
            if (path.getKey().startsWith("/v1/prompts") || path.getKey().startsWith("/v1/me")) {
                path.getValue().properties().stream()
                        .filter(member -> !member.getKey().equals("parameters"))
                        .forEach(member -> found.add(new Operation(member.getKey(), path.getKey(), member.getValue())));
            }
        });
        return found.stream();
    }

    private static List<String> problems(Operation operation) {
        return operation.node().path("responses").properties().stream()
                .filter(response -> response.getValue()
                        .path("content")
                        .path("application/problem+json")
                        .has("example"))
                .map(response -> response.getKey())
                .toList();
    }

    private static Stream<JsonNode> each(JsonNode array) {
        var nodes = new ArrayList<JsonNode>();
        array.forEach(nodes::add);
        return nodes.stream();
    }
}
