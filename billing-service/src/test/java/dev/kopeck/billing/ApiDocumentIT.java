package dev.kopeck.billing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document tells of every operation what somebody needs to call it. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ApiDocumentIT {

    private static final String PROBLEM = "application/problem+json";

    /** POSTs that may only ask: a quote needs no key at all, an import none where it is a dry run. */
    private static final Set<String> ONLY_ASK = Set.of("/v1/quotes", "/v1/prices/import");

    /** POSTs that change nothing, and so take no key. */
    private static final Set<String> ONLY_ASKING = Set.of("/v1/keys/introspect");

    private JsonNode document = new ObjectMapper().createObjectNode();

    /** An operation of the document; shown as its method and path where a test fails. */
    private record Operation(String method, String path, JsonNode node, JsonNode shared) {

        Stream<JsonNode> parameters() {
            return Stream.concat(each(shared.path("parameters")), each(node.path("parameters")));
        }

        @Override
        public String toString() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    @BeforeEach
    void read() throws JsonProcessingException {
        var text = given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        document = new ObjectMapper().readTree(text);
    }

    @Test
    void everyOperationSaysWhatItDoesAndWhoMayCallIt() {
        assertThat(operations()).hasSizeGreaterThanOrEqualTo(7).allSatisfy(operation -> {
            assertThat(operation.node().path("summary").asText()).as("summary").isNotBlank();
            assertThat(operation.node().path("operationId").asText())
                    .as("operationId")
                    .isNotBlank();
            assertThat(operation.node().path("tags")).as("tag").isNotEmpty();
            assertThat(operation.node().at("/security/0/bearer")).as("roles").isNotEmpty();
        });
        assertThat(operations()
                        .map(operation -> operation.node().path("operationId").asText()))
                .doesNotHaveDuplicates();
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
    }

    @Test
    void everyBodyHasASchemaAndAnExample() {
        assertThat(operations()).allSatisfy(operation -> {
            for (var body : bodies(operation)) {
                assertThat(body.path("schema")).as("schema").isNotEmpty();
                assertThat(body.has("example") || body.has("examples"))
                        .as("example")
                        .isTrue();
            }
        });
        assertThat(operations().filter(operation -> operation.method().equals("post")))
                .allSatisfy(operation -> assertThat(
                                operation.node().at("/requestBody/required").asBoolean())
                        .as("a POST has a body")
                        .isTrue());
    }

    @Test
    void everyOperationHasItsProblems() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(problems(operation)).contains("401", "403", "500", "503");
            if (operation.parameters().findAny().isPresent()) {
                assertThat(problems(operation)).contains("400");
            }
            if (operation.path().contains("{")) {
                assertThat(problems(operation)).contains("404");
            }
            if (operation.method().equals("post")) {
                assertThat(problems(operation)).contains("400", "409", "413", "415", "422");
            }
        });
    }

    @Test
    void everyPostTakesAKeyAndEveryListIsReadInPages() {
        assertThat(operations().filter(ApiDocumentIT::takesKey))
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(operation.parameters()).anySatisfy(parameter -> {
                    assertThat(parameter.path("name").asText()).isEqualTo("Idempotency-Key");
                    assertThat(parameter.path("required").asBoolean())
                            .isNotEqualTo(ONLY_ASK.contains(operation.path()));
                    assertThat(parameter.path("description").asText()).isNotBlank();
                }));
        assertThat(operations().filter(operation -> names(operation).contains("cursor")))
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(names(operation)).contains("limit", "cursor"));
    }

    /** The example is read without complaint: what is missed is the key. */
    @Test
    void everyExampleOfAPostIsTakenAndNoPostGoesWithoutAKey() {
        assertThat(operations().filter(ApiDocumentIT::takesKey))
                .allSatisfy(operation -> operation
                        .node()
                        .at("/requestBody/content")
                        .properties()
                        .forEach(body -> {
                            var answer = post(operation, body.getKey(), body.getValue());
                            assertThat(answer.asString()).contains("\"field\":\"Idempotency-Key\"");
                            assertThat(answer.statusCode()).isEqualTo(400);
                        }));
    }

    @Test
    void whatOnlyAsksIsAnsweredWithoutAKey() {
        Operator.price("asked-for", "{\"input\":\"1\",\"output\":\"2\"}");
        Operator.asOperator()
                .body("{\"model\":\"asked-for\",\"inputTokens\":10,\"maxOutputTokens\":10}")
                .post("/v1/quotes")
                .then()
                .statusCode(200);
        Operator.asOperator()
                .body("{\"prices\":[{\"model\":\"asked-for\",\"rates\":{\"input\":\"1\",\"output\":\"3\"}}]}")
                .post("/v1/prices/import?dryRun=true")
                .then()
                .statusCode(200);
    }

    @Test
    void amountsAndTimesAreExplained() {
        var schemas = document.at("/components/schemas");
        assertThat(schemas.at("/Amount/description").asText()).contains("decimal string");
        assertThat(schemas.at("/Time/format").asText()).isEqualTo("date-time");
        assertThat(schemas.at("/BalanceView/properties/posted/$ref").asText()).endsWith("/Amount");
        assertThat(schemas.at("/RatesView/properties/input/$ref").asText()).endsWith("/Rate");
    }

    @Test
    void swaggerUiShowsTheDocument() {
        given().get("/q/swagger-ui/")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("/q/openapi"));
    }

    private static boolean takesKey(Operation operation) {
        return operation.method().equals("post")
                && !ONLY_ASKING.contains(operation.path())
                && !operation.path().equals("/v1/quotes");
    }

    /** The path with names that can be read; of those that nobody has. */
    private static String named(String path) {
        return path.replace("{payer}", "telegram:70061001")
                .replaceAll("\\{(key|batch|grant|promptId)}", "0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c")
                .replaceAll("\\{\\w+}", "1001");
    }

    /** JSON as it stands, everything else as the text that it is. */
    private static ExtractableResponse<Response> post(Operation operation, String type, JsonNode body) {
        var example = body.path("example");
        return Operator.asOperator()
                .contentType(type)
                .body(example.isTextual() ? example.asText() : example.toString())
                .post(named(operation.path()))
                .then()
                .extract();
    }

    private Stream<Operation> operations() {
        var found = new ArrayList<Operation>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> !member.getKey().equals("parameters"))
                        .forEach(member -> found.add(
                                new Operation(member.getKey(), path.getKey(), member.getValue(), path.getValue()))));
        return found.stream();
    }

    private static List<JsonNode> bodies(Operation operation) {
        var bodies = new ArrayList<JsonNode>();
        operation.node().at("/requestBody/content").forEach(bodies::add);
        operation.node().path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .forEach(response -> {
                    assertThat(response.getValue().path("content"))
                            .as("what " + operation + " answers")
                            .isNotEmpty();
                    response.getValue().path("content").forEach(bodies::add);
                });
        return bodies;
    }

    private List<String> problems(Operation operation) {
        return operation.node().path("responses").properties().stream()
                .filter(response -> !response.getKey().startsWith("2"))
                .filter(response -> isProblem(response.getValue()))
                .map(response -> response.getKey())
                .toList();
    }

    private boolean isProblem(JsonNode response) {
        var ref = response.path("$ref").asText();
        var resolved = ref.isEmpty() ? response : document.at(ref.substring(1));
        return resolved.path("content").path(PROBLEM).has("example");
    }

    private static List<String> names(Operation operation) {
        return operation
                .parameters()
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
