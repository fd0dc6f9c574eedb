package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage, revenue and balances over REST, and what bad parameters of all reports get. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class UsageRestIT {

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
    void usageIsReportedByDayModelAccountAndChannel() {
        // Given
        var account = Spending.charged(probe, "R-2").accountId().toString();
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
        var accounts = List.of(Spending.charged(probe, "R-3"), Spending.charged(probe, "R-4")).stream()
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
        Spending.charged(probe, "R-5");
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
        "/v1/usage?groupBy=account&zone=Europe/Berlin, zone",
        "/v1/usage?account=1001&from=2026-11-01T05:00:00Z, from",
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
}
