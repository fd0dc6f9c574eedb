package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        var account = charged("R-0").accountId();
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
        var account = charged("=cmd|' /C calc'!A0").accountId();
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
        var id = charged("R-1").promptId().toString();
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
    void usageIsReportedByDayModelAccountAndChannel() {
        // Given
        var account = charged("R-2").accountId().toString();
        var path = "/v1/usage?from=2020-01-01&account=" + account;
        // Then
        asOperator()
                .get(path + "&groupBy=day,model,channel")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].model", is(BillingProbe.MODEL))
                .body("items[0].channel", is("telegram"))
                .body("items[0].day", notNullValue())
                .body("items[0].account", nullValue())
                .body("items[0].prompts", is(1))
                .body("items[0].charged.amount", is("0.00007"))
                .body("items[0].charged.prompts", is(1))
                .body("items[0].estimated.amount", is("0.00"))
                .body("items[0].uncollected.amount", is("0.00"))
                .body("items[0].tokens.input", is(100))
                .body("items[0].tokens.output", is(10));
        asOperator().get(path).then().body("items[0].charged.amount", is("0.00007"));
        asOperator()
                .get("/v1/usage?groupBy=account&order=charged&limit=1000")
                .then()
                .body("items.account", hasItem(account));
    }

    @Test
    void usageIsReportedInPages() {
        // Given
        var accounts = List.of(charged("R-3"), charged("R-4")).stream()
                .map(charged -> charged.accountId().toString())
                .toList();
        // When
        var seen = new ArrayList<String>();
        var path = "/v1/usage?groupBy=account&limit=1";
        var cursor = "";
        while (cursor != null && seen.size() < 1000) {
            var page = asOperator()
                    .get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.account", String.class));
            cursor = page.getString("nextCursor");
        }
        // Then
        assertThat(seen).containsAll(accounts).doesNotHaveDuplicates();
    }

    @Test
    void whatCouldNotBeChargedIsListedWithItsReason() {
        // Given
        var authorized = probe.authorized(probe.prompt(BillingProbe.stranger(), BillingProbe.MODEL, 100, 10));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 25)));
        // Then
        asOperator()
                .get("/v1/usage/uncollected?account=" + authorized.accountId())
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].promptId", is(authorized.promptId().toString()))
                .body("items[0].amount", is("0.00003"))
                .body("items[0].reason", is("above_hold"))
                .body("items[0].model", is(BillingProbe.MODEL))
                .body("nextCursor", nullValue());
        asOperator()
                .get("/v1/usage/uncollected?reason=after_expiry&account=" + authorized.accountId())
                .then()
                .body("items", is(List.of()));
    }

    @Test
    void revenueAndBalancesAreThere() {
        charged("R-5");
        asOperator()
                .get("/v1/revenue?zone=America/New_York")
                .then()
                .statusCode(200)
                .body("items[0].day", notNullValue())
                .body("items.kinds.flatten().kind", hasItems("charge", "grant", "top_up"));
        asOperator()
                .get("/v1/ledger/balances")
                .then()
                .statusCode(200)
                .body("difference", is("0.00"))
                .body("system.name", is(List.of("revenue", "cash", "promotions", "adjustments")));
        asOperator()
                .get("/v1/ledger/partitions")
                .then()
                .statusCode(200)
                .body("items.name", hasItem("ledger_default"))
                .body("items.size()", greaterThanOrEqualTo(5));
        asOperator().get("/q/health/well").then().body("checks.name", hasItem("Partitions of the ledger"));
        asOperator().get("/q/metrics").then().body(containsString("kopeck_billing_ledger_partitions_missing"));
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

    @ParameterizedTest
    @CsvSource({
        "/v1/accounts/x/statement, id",
        "/v1/accounts/1001/statement?from=soon, from",
        "/v1/accounts/1001/statement?from=2026-13-01, from",
        "/v1/accounts/1001/statement?from=1066-10-14, from",
        "/v1/accounts/1001/statement?from=2026-02-01&to=2026-01-01, to",
        "/v1/accounts/1001/statement?zone=Mars/Olympus, zone",
        "/v1/accounts/1001/statement?format=pdf, format",
        "/v1/ledger/export?after=now, after",
        "/v1/ledger/export?limit=0, limit",
        "/v1/ledger/export?limit=1000001, limit",
        "/v1/ledger/export?format=json, format",
        "/v1/usage?groupBy=colour, groupBy",
        "/v1/usage?order=random, order",
        "/v1/usage?order=charged&cursor=abc, cursor",
        "/v1/usage?cursor=abc, cursor",
        "/v1/usage?from=2026-11-01T00:30:00Z, from",
        "/v1/usage?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&zone=Asia/Kolkata, zone",
        "/v1/usage?account=x, account",
        "/v1/usage?limit=1001, limit",
        "/v1/usage/uncollected?reason=luck, reason",
        "/v1/usage/uncollected?cursor=x, cursor",
        "/v1/revenue?from=2000-01-01&to=2020-01-01, to",
        "/v1/holds?account=x, account",
        "/v1/holds?minAge=old, minAge",
        "/v1/holds?minAge=-PT1S, minAge",
        "/v1/holds?minAge=P400D, minAge",
        "/v1/holds?limit=501, limit",
        "/v1/holds?cursor=x, cursor",
        "/v1/holds/x, promptId",
        "/v1/holds/6ba7b810-9dad-41d1-80b4-00c04fd430c8, promptId"
    })
    void badParameterIsNamed(String path, String field) {
        asOperator().get(path).then().statusCode(400).contentType(PROBLEM).body("field", is(field));
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

    /** A grant of 1.00, a charge of 0.00007, and a top-up of 2.00. */
    private static PromptAuthorized charged(String reference) {
        var authorized = probe.authorized(probe.prompt(BillingProbe.stranger(), BillingProbe.MODEL, 100, 1000));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        post(
                        "/v1/accounts/" + authorized.accountId() + "/top-ups",
                        newKey(),
                        "{\"amount\":\"2.00\",\"reference\":\"" + reference + "\"}")
                .statusCode(201);
        return authorized;
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
