package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statements, exports and reports over REST. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class LedgerRestIT {

    private static final String PROBLEM = "application/problem+json";

    private static BillingProbe probe;

    @BeforeAll
    static void open() {
        probe = new BillingProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    @AfterAll
    static void close() {
        probe.close();
    }

    @Test
    void statementOfAnAccountAddsUpInJson() {
        // Given
        var account = Spending.charged(probe, "R-0").accountId();
        // When
        var json = asOperator()
                .get("/v1/accounts/" + account + "/statement?from=2020-01-01")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Content-Disposition", containsString("statement-" + account + ".json"))
                .body("accountId", is(account.toString()))
                .body("openingBalance", is("0.00"))
                .body("closingBalance", is("2.99993"))
                .body("lineCount", is(3))
                .body("lines.kind", is(List.of("grant", "charge", "top_up")))
                .body("lines.seq", is(List.of(1, 2, 3)))
                .body("lines[1].amount", is("-0.00007"))
                .body("lines[1].balanceAfter", is("0.99993"))
                .body("lines[1].heldReleased", is("0.00198"))
                .body("lines[1].model", is(BillingProbe.MODEL))
                .body("lines[1].tokens.output", is(10))
                .body("totals.find { it.kind == 'charge' }.amount", is("-0.00007"))
                .extract()
                .jsonPath();
        // Then
        var sum = json.getList("lines.amount", String.class).stream()
                .map(Nanos::parse)
                .reduce(Nanos.parse(json.getString("openingBalance")), Nanos::plus);
        assertThat(sum).isEqualTo(Nanos.parse(json.getString("closingBalance")));
    }

    @Test
    void statementInCsvIsForSpreadsheetsAndRunsNothingInThem() {
        // Given
        var account = Spending.charged(probe, "=cmd|' /C calc'!A0").accountId();
        var path = "/v1/accounts/" + account + "/statement?from=2020-01-01";
        // When
        var csv = asOperator()
                .get(path + "&format=csv")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Disposition", containsString(".csv"))
                .extract()
                .asString();
        // Then
        var lines = csv.split("\r\n");
        assertThat(lines[0]).startsWith("row,seq,createdAt,kind,amount,balance,");
        assertThat(lines[1]).startsWith("opening,,");
        assertThat(lines[3]).startsWith("line,2,").contains("charge,-0.00007,0.99993,0.00198");
        assertThat(csv).contains("'=cmd|").doesNotContain(",=cmd").doesNotContain("\"=cmd");
        assertThat(lines[lines.length - 1]).startsWith("closing,,").contains("2.99993");
        asOperator().accept("text/csv").get(path).then().statusCode(200).contentType(startsWith("text/csv"));
        asOperator().accept("application/xml").get(path).then().statusCode(406).contentType(PROBLEM);
    }

    @Test
    void periodBeforeAnythingHappenedIsEmptyAndOneAfterItToo() {
        var account = Operator.openAccount();
        Operator.topUp(AccountId.parse(account), "5.00");
        asOperator()
                .get("/v1/accounts/" + account + "/statement?from=2020-01-01&to=2020-02-01&zone=Europe/Berlin")
                .then()
                .body("from", is("2019-12-31T23:00:00Z"))
                .body("openingBalance", is("0.00"))
                .body("closingBalance", is("0.00"))
                .body("lines", is(List.of()));
        asOperator()
                .get("/v1/accounts/" + account + "/statement?from=2999-01-01&to=2999-02-01")
                .then()
                .body("openingBalance", is("5.00"))
                .body("closingBalance", is("5.00"))
                .body("lineCount", is(0));
    }

    @Test
    void exportGoesOnBehindTheLastCursorUntilItHasEverything() {
        // Given
        var id = Spending.charged(probe, "R-1").promptId().toString();
        // When
        var seen = new ArrayList<String>();
        Eventually.eventually(() -> {
            readOn(seen);
            assertThat(seen).anyMatch(line -> line.contains(id));
        });
        // Then
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.stream().filter(line -> line.contains(id)).findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("\"kind\":\"charge\"", "\"creditAccount\":1", "\"amount\":\"0.00007\"")
                        .contains("\"inputTokens\":100", "\"model\":\"" + BillingProbe.MODEL + "\""));
        asOperator()
                .get("/v1/ledger/export?format=csv&limit=1")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .body(startsWith("cursor,id,createdAt,kind,debitAccount,creditAccount,amount,"));
    }

    @Test
    void cursorFromBooksThatWereAheadIsRefused() {
        asOperator()
                .get("/v1/ledger/export?after=9000000000000000.01a22ee6-b000-7000-8000-000000000001")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is("after"))
                .body("detail", containsString("restored"));
    }

    @Test
    void downloadThatBreaksInTheMiddleIsNotTakenForTheWhole() {
        assertThatThrownBy(() -> get("/broken-downloads/half", BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void downloadIsMadeNoFasterThanItIsReadAndEndsWithItsReader() throws Exception {
        // Given
        var response = get("/broken-downloads/endless", BodyHandlers.ofInputStream());
        try (var body = response.body()) {
            assertThat(body.readNBytes(1000)).hasSize(1000);
            // When
            int before = settled();
            // Then
            assertThat(before)
                    .as("pieces of 100 kB for a reader that stands still")
                    .isLessThan(200);
            assertThat(BrokenDownloads.CANCELLED).isFalse();
        }
        Eventually.eventually(() -> assertThat(BrokenDownloads.CANCELLED).isTrue());
    }

    @Test
    void statementThatBeginsInAnArchivedMonthIsRefusedAndALaterOneIsNot() {
        // Given
        var database = new Database();
        long account = database.number(
                "INSERT INTO account (id, created_at) VALUES (nextval('account_id'), '2000-01-01')" + " RETURNING id");
        database.change("INSERT INTO ledger_archive (name, until_id, entries, last_at)"
                + " VALUES ('ledger_2000_12', gen_random_uuid(), 1, '2001-01-01T00:00:00Z')");
        var path = "/v1/accounts/" + account + "/statement?from=";
        // Then
        asOperator()
                .get(path + "2000-06-01")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is("from"))
                .body("detail", containsString("2001-01-01T00:00:00.000001Z"));
        asOperator().get(path + "2001-01-01T00:00:00.000001Z").then().statusCode(200);
        asOperator()
                .get("/v1/accounts/" + Operator.openAccount() + "/statement?from=2000-06-01")
                .then()
                .statusCode(200);
        database.change("DELETE FROM ledger_archive WHERE name = 'ledger_2000_12'");
    }

    @Test
    void askingForTheHeadsOfDownloadsUsesNoneUp() {
        for (int i = 0; i < 20; i++) {
            asOperator().head("/v1/ledger/export?limit=1").then().statusCode(200);
        }
        asOperator().get("/v1/ledger/export?limit=1").then().statusCode(200);
    }

    @Test
    void statementOfNobodyIsNotFound() {
        asOperator()
                .get("/v1/accounts/999999999/statement")
                .then()
                .statusCode(404)
                .contentType(PROBLEM);
        asOperator().get("/v1/accounts/1/statement").then().statusCode(404).contentType(PROBLEM);
    }

    private static void readOn(List<String> seen) {
        int size = 7;
        int read = size;
        while (read == size) {
            var after =
                    seen.isEmpty() ? "" : "&after=" + seen.getLast().replaceAll(".*\"cursor\":\"([^\"]+)\".*", "$1");
            var body = asOperator()
                    .get("/v1/ledger/export?limit=" + size + after)
                    .then()
                    .statusCode(200)
                    .contentType("application/x-ndjson")
                    .extract()
                    .asString();
            var lines = body.isEmpty() ? List.<String>of() : List.of(body.split("\n"));
            seen.addAll(lines);
            read = lines.size();
        }
    }

    /** How many pieces were made, once no more are. */
    private static int settled() {
        var last = new int[] {-1};
        Eventually.eventually(() -> {
            int now = BrokenDownloads.PIECES.get();
            int before = last[0];
            last[0] = now;
            assertThat(now).isEqualTo(before);
        });
        return last[0];
    }

    private static <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/v1" + path))
                                .header("Authorization", "Bearer " + Operator.TOKEN)
                                .build(),
                        handler);
    }
}
