package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.newKey;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An installation that was told of telegram-service's token and of nobody's else. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(FirstStartIT.Profile.class)
class FirstStartIT {

    private static final String LOG = "target/first-start.log";
    private static final String MARK = "ADMIN TOKEN, shown only this once";

    /** Logs into a file of its own. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "KOPECK_ADMIN_TOKEN", "",
                    "KOPECK_OPERATOR_TOKEN", "",
                    "KOPECK_VIEWER_TOKEN", "",
                    "quarkus.log.file.enabled", "true",
                    "quarkus.log.file.path", LOG);
        }
    }

    @Test
    void theFirstStartShowsAnAdminsTokenOnceAndKeepsItsHashOnly() throws IOException {
        // Given
        var shown = Files.readAllLines(Path.of(LOG)).stream()
                .filter(line -> line.contains(MARK))
                .toList();
        var token = shown.getLast().substring(shown.getLast().lastIndexOf(' ') + 1);
        // When
        var priced = given().header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", newKey())
                .body("{\"model\":\"m-%s\",\"rates\":{\"input\":\"1\",\"output\":\"1\"}}".formatted(newKey()))
                .post("/v1/prices")
                .then();
        // Then
        priced.statusCode(201);
        given().header("Authorization", "Bearer " + token)
                .get("/v1/audit?limit=1&action=price.set")
                .then()
                .body("items[0].who", is("first-admin"))
                .body("items[0].role", is("admin"));
        assertThat(token).hasSize(64);
        assertThat(new Database()
                        .number(
                                "SELECT count(*) FROM generated_token WHERE sha256 = sha256(convert_to(?, 'UTF8'))",
                                token))
                .isOne();
    }

    @Test
    void theDoorsTokenWorksBesideIt() {
        Operator.as("door").put("/v1/payers/" + BillingProbe.stranger()).then().statusCode(200);
        Operator.as("door").get("/v1/prices").then().statusCode(403);
        Operator.as("admin").get("/v1/prices").then().statusCode(401);
    }
}
