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
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Persons by OpenID Connect, beside the tokens of the configuration. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(value = FakeIssuer.class, restrictToAnnotatedClass = true)
@TestProfile(OidcIT.Profile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OidcIT {

    private static final String PROBLEM = "application/problem+json";

    /** A company's issuer, with words of its own, and Kopeck's own token for telegram-service alone. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "KOPECK_ADMIN_TOKEN", "",
                    "KOPECK_OPERATOR_TOKEN", "",
                    "KOPECK_VIEWER_TOKEN", "",
                    "kopeck.billing.access.oidc.role-claim", "realm_access/roles",
                    "kopeck.billing.access.oidc.name-claim", "preferred_username",
                    "kopeck.billing.access.oidc.roles.billing-admins", "admin",
                    "kopeck.billing.access.oidc.roles.support", "operator",
                    "kopeck.billing.access.oidc.roles.everybody", "viewer");
        }
    }

    private final String issuer = ConfigProvider.getConfig().getValue("kopeck.billing.access.oidc.url", String.class);

    @Test
    @Order(1)
    void theServiceStartsAndServesItsOwnTokensWhileTheIssuerIsAway() {
        // Given
        int before = asked();
        // When
        Operator.as("door").put("/v1/payers/" + BillingProbe.stranger()).then().statusCode(200);
        given().header("Authorization", "Bearer no-token-of-anybody")
                .get("/v1/audit")
                .then()
                .statusCode(401);
        int afterOwnTokens = asked();
        as("name=alice&roles=support")
                .get("/v1/audit")
                .then()
                .statusCode(503)
                .contentType(PROBLEM)
                .header("Retry-After", "1")
                .body("type", is("urn:kopeck:problem:issuer-unavailable"));
        given().get(issuer + "/up").then().statusCode(200);
        // Then
        assertThat(before).isZero();
        assertThat(afterOwnTokens).isZero();
        as("name=alice&roles=support").get("/v1/audit").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "everybody,                200, 403, 403",
        "support,                  200, 201, 403",
        "everybody billing-admins, 200, 201, 201",
        "strangers,                403, 403, 403",
        "admin,                    403, 403, 403"
    })
    void theIssuersWordsAreRoles(String roles, int readAudit, int openAccount, int setPrice) {
        var price = "{\"model\":\"m-%s\",\"rates\":{\"input\":\"1\",\"output\":\"1\"}}".formatted(newKey());
        var wish = "name=alice&roles=" + roles.replace(' ', '+');
        as(wish).get("/v1/audit").then().statusCode(readAudit);
        post(wish, "/v1/accounts", "{}").statusCode(openAccount);
        post(wish, "/v1/prices", price).statusCode(setPrice);
    }

    @Test
    void theAuditLogNamesThePerson() {
        // Given
        var account = post("name=bob&roles=support", "/v1/accounts", "{}")
                .statusCode(201)
                .extract()
                .<String>path("id");
        // Then
        as("name=carol&roles=everybody")
                .get("/v1/audit?subject=account:" + account)
                .then()
                .statusCode(200)
                .body("items[0].who", is("oidc:bob"))
                .body("items[0].role", is("operator"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=alice&roles=support&seconds=-30",
                "name=alice&roles=support&audience=another-service",
                "name=alice&roles=support&issuer=http://localhost:1",
                "name=alice&roles=support&forged=yes"
            })
    void aTokenThatDoesNotHoldOpensNothing(String wish) {
        as(wish).get("/v1/audit")
                .then()
                .statusCode(401)
                .contentType(PROBLEM)
                .header("WWW-Authenticate", "Bearer")
                .body("type", is("urn:kopeck:problem:unauthorized"));
    }

    @Test
    void anUnsignedTokenOpensNothing() {
        // Given
        var parts = token("name=alice&roles=billing-admins").split("\\.", -1);
        var unsigned = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        // Then
        for (var token : new String[] {unsigned + "." + parts[1] + ".", unsigned + "." + parts[1] + "." + parts[2]}) {
            given().header("Authorization", "Bearer " + token)
                    .get("/v1/audit")
                    .then()
                    .statusCode(401)
                    .contentType(PROBLEM);
        }
    }

    @Test
    void openPathsStayOpenWithATokenThatDoesNotHold() {
        as("name=alice&roles=support&seconds=-30").get("/q/health/live").then().statusCode(200);
    }

    @Test
    void nobodyIsLetInByAGeneratedTokenWhereAnIssuerIsConfigured() {
        assertThat(new Database().number("SELECT count(*) FROM generated_token"))
                .isZero();
    }

    private int asked() {
        return Integer.parseInt(given().get(issuer + "/asked").asString());
    }

    private String token(String wish) {
        return given().urlEncodingEnabled(false).get(issuer + "/token?" + wish).asString();
    }

    private RequestSpecification as(String wish) {
        return given().header("Authorization", "Bearer " + token(wish)).contentType(ContentType.JSON);
    }

    private ValidatableResponse post(String wish, String path, String body) {
        return as(wish).header("Idempotency-Key", newKey())
                .body(body)
                .post(path)
                .then();
    }
}
