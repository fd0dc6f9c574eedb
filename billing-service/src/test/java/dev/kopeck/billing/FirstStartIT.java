package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.harness.testkit.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.is;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * An installation that was told of telegram-service's token and of nobody's else, on an empty database in which its login
 * owns nothing.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(value = LoginThatOwnsNothing.class, restrictToAnnotatedClass = true)
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

    @Inject
    Pool pool;

    @Test
    void theLoginOfTheServiceOwnsNothingAndMayCreateNothing() {
        assertThat(asked("SELECT session_user::text")).startsWith("app_");
        assertThat(asked("SELECT current_user::text")).isEqualTo("kopeck_billing");
        assertThat(asked("SELECT count(*)::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
                        + " WHERE r.rolname IN (session_user, current_user)"))
                .isEqualTo("0");
        for (var change : new String[] {
            "CREATE TABLE mine (id int)", "ALTER TABLE ledger ADD COLUMN mine int", "DROP FUNCTION check_totals()"
        }) {
            assertThatThrownBy(() -> asked(change)).as(change).hasMessageContaining("42501");
        }
    }

    @Test
    void whatTheServiceDoesByItselfAndForPromptsIsAllowedToThatLogin() throws IOException {
        try (var probe =
                new BillingProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class))) {
            // Given
            var authorized = probe.authorized(probe.prompt(BillingProbe.stranger(), BillingProbe.MODEL, 100, 100));
            // When
            var settled = probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
            // Then
            assertThat(settled.resolution()).isEqualTo(Resolution.SETTLED);
            assertThat(asked("SELECT count(*)::text FROM ledger WHERE kind = 1"))
                    .isNotEqualTo("0");
        }
        eventually(() -> assertThat(Metrics.sample("kopeck_billing_check_duration_seconds{mode=\"changed\"}"))
                .isNotNaN());
        given().get("/q/health/well").then().statusCode(200);
        assertThat(Files.readAllLines(Path.of(LOG)))
                .noneMatch(line -> line.contains("42501") || line.contains("permission denied"));
    }

    private String asked(String sql) {
        return String.valueOf(pool.query(sql)
                .execute()
                .map(rows -> rows.iterator().hasNext() ? rows.iterator().next().getValue(0) : "")
                .await()
                .atMost(Duration.ofSeconds(20)));
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
        Operator.as("door").get("/v1/accounts").then().statusCode(403);
        Operator.as("admin").get("/v1/prices").then().statusCode(401);
    }
}
