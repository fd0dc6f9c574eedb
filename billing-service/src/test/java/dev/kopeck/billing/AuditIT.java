package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.as;
import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who changed what: written with each change, read with filters and page by page. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AuditIT {

    private final Database database = new Database();

    @Test
    void everyChangeTellsWhoMadeItOfWhatAndHow() {
        // Given
        var account = Operator.openAccount();
        // When
        topUp("operator", account, newKey());
        // Then
        as("viewer")
                .get("/v1/audit?subject=account:" + account)
                .then()
                .statusCode(200)
                .body("items.action", contains("account.top_up", "account.open"))
                .body("items.who", contains("operator", "admin"))
                .body("items.role", contains("operator", "admin"))
                .body("items.subject", everyItem(is("account:" + account)))
                .body("items[0].before", nullValue())
                .body("items[0].after.amount", is("2.00"))
                .body("items[0].at", containsString("T"))
                .body("items[0].id", notNullValue())
                .body("nextCursor", nullValue());
    }

    @Test
    void whatDidNotHappenIsNotTold() {
        // Given
        var account = Operator.openAccount();
        var key = newKey();
        topUp("operator", account, key);
        // When
        topUp("operator", account, key);
        post("/v1/accounts/" + account + "/top-ups", newKey(), "{\"amount\":\"9223372036\"}")
                .statusCode(400);
        // Then
        assertThat(entries("account:" + account)).isEqualTo(2);
    }

    @Test
    void aPayerIsToldOfOnceHoweverOftenADoorMeetsIt() {
        // Given
        var payer = BillingProbe.stranger();
        var account = as("door")
                .put("/v1/payers/" + payer)
                .then()
                .statusCode(200)
                .extract()
                .<String>path("id");
        // When
        as("door").put("/v1/payers/" + payer).then().statusCode(200).body("registered", is(false));
        // Then
        as("viewer")
                .get("/v1/audit?subject=account:" + account)
                .then()
                .body("items.action", contains("payer.register"))
                .body("items.who", contains("door"))
                .body("items[0].after.granted", is("1.00"));
    }

    @Test
    void pagesNeitherRepeatNorMissWhatWasThere() {
        // Given
        var account = Operator.openAccount();
        for (int i = 0; i < 6; i++) {
            topUp("operator", account, newKey());
        }
        // When
        var seen = new ArrayList<String>();
        @Nullable String cursor = null;
        do {
            var page = as("viewer")
                    .queryParam("subject", "account:" + account)
                    .queryParam("limit", "3")
                    .queryParams(cursor == null ? Map.of() : Map.of("cursor", cursor))
                    .get("/v1/audit")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.id", String.class));
            cursor = page.getString("nextCursor");
            topUp("operator", account, newKey());
        } while (cursor != null);
        // Then
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void filtersAddUp() {
        // Given
        var account = Operator.openAccount();
        topUp("operator", account, newKey());
        topUp("admin", account, newKey());
        var all = as("viewer")
                .get("/v1/audit?subject=account:" + account)
                .then()
                .extract()
                .jsonPath();
        var opened = OffsetDateTime.parse(all.getString("items[2].at"));
        var toppedUp = OffsetDateTime.parse(all.getString("items[1].at"));
        // Then
        assertThat(count(account, "who", "operator")).isEqualTo(1);
        assertThat(count(account, "who", "admin")).isEqualTo(2);
        assertThat(count(account, "action", "account.top_up")).isEqualTo(2);
        assertThat(count(account, "action", "account.top_up", "who", "admin")).isEqualTo(1);
        assertThat(count(account, "who", "nobody")).isZero();
        assertThat(count(account, "from", opened.toString())).isEqualTo(3);
        assertThat(count(account, "from", toppedUp.toString())).isEqualTo(2);
        assertThat(count(account, "to", toppedUp.toString())).isEqualTo(1);
        assertThat(count(account, "to", "2026-01-01T00:00:00+02:00")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, from",
        "from=2026-11-25, from",
        "to=2026-11-25T10:00:00, to",
        "to=-0001-01-01T00:00:00Z, to",
        "cursor=42, cursor",
        "cursor=1_x, cursor",
        "cursor=99999999999999999999_0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11, cursor",
        "cursor=9223372036854775807_0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11, cursor",
        "limit=0, limit",
        "limit=201, limit",
        "subject=%00, subject"
    })
    void badParameterIsNamed(String query, String field) {
        asOperator()
                .urlEncodingEnabled(false)
                .get("/v1/audit?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", is(field));
    }

    @Test
    void whatIsWrittenStays() {
        var account = Operator.openAccount();
        assertThatThrownBy(() -> database.change("DELETE FROM audit WHERE subject = ?", "account:" + account))
                .hasMessageContaining("append-only");
    }

    private long entries(String subject) {
        return database.number("SELECT count(*) FROM audit WHERE subject = ?", subject);
    }

    private static int count(String account, String... parameters) {
        var request = as("viewer").queryParam("subject", "account:" + account);
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request.get("/v1/audit")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items")
                .size();
    }

    private static void topUp(String role, String account, String key) {
        as(role).header("Idempotency-Key", key)
                .body("{\"amount\":\"2.00\"}")
                .post("/v1/accounts/" + account + "/top-ups")
                .then()
                .statusCode(201);
    }
}
