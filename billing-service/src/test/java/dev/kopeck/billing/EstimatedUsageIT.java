package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Charges whose tokens Kopeck counted itself, as a list over all accounts. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class EstimatedUsageIT {

    private static final String LIST = "/v1/usage/estimated";

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
    void estimatedChargesAreListedAndWhatTheProviderToldIsNot() {
        // Given
        var payer = BillingProbe.stranger();
        var told = charged(payer, false);
        // When
        var estimated = charged(payer, true);
        // Then
        asOperator()
                .get(LIST + "?account=" + estimated.accountId())
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].promptId", is(estimated.promptId().toString()))
                .body("items[0].entryId", is(estimated.promptId().toString()))
                .body("items[0].accountId", is(estimated.accountId().toString()))
                .body("items[0].amount", is("0.00007"))
                .body("items[0].late", is(false))
                .body("items[0].model", is(BillingProbe.MODEL))
                .body("items[0].channel", is("telegram"))
                .body("items[0].tokens.input", is(100))
                .body("items[0].tokens.output", is(10))
                .body("items[0].createdAt", notNullValue())
                .body("nextCursor", nullValue());
        asOperator()
                .get(LIST + "?limit=1000")
                .then()
                .body("items.promptId", hasItem(estimated.promptId().toString()))
                .body("items.promptId", not(hasItem(told.promptId().toString())));
    }

    @Test
    void listIsReadInPagesTheLatestFirst() {
        // Given
        var payer = BillingProbe.stranger();
        var charged = Stream.generate(() -> charged(payer, true)).limit(3).toList();
        // When
        var seen = new ArrayList<String>();
        var path = LIST + "?limit=1&account=" + charged.getFirst().accountId();
        var cursor = "";
        while (cursor != null && seen.size() < 10) {
            var page = asOperator()
                    .get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.promptId", String.class));
            cursor = page.getString("nextCursor");
        }
        // Then
        assertThat(seen)
                .containsExactlyElementsOf(charged.reversed().stream()
                        .map(authorized -> authorized.promptId().toString())
                        .toList());
    }

    @Test
    void chargeOutsideOfThePeriodIsNotListed() {
        var account = charged(BillingProbe.stranger(), true).accountId();
        asOperator()
                .get(LIST + "?from=2020-01-01&to=2020-02-01&account=" + account)
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator", "admin"})
    void whoMayReadMayReadIt(String role) {
        Operator.as(role).get(LIST).then().statusCode(200);
        Operator.as("door").get(LIST).then().statusCode(403);
    }

    @ParameterizedTest
    @CsvSource({
        "?cursor=x, cursor",
        "?cursor=1.x, cursor",
        "?cursor=-1.6ba7b810-9dad-41d1-80b4-00c04fd430c8, cursor",
        "?cursor=99999999999999999999.6ba7b810-9dad-41d1-80b4-00c04fd430c8, cursor",
        "?account=x, account",
        "?limit=1001, limit",
        "?from=soon, from",
        "?from=2026-02-01&to=2026-01-01, to",
        "?zone=Mars/Olympus, zone"
    })
    void badParameterIsNamed(String query, String field) {
        asOperator()
                .get(LIST + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", is(field));
    }

    @Test
    void cursorFromAfterThePeriodIsTheBeginningOfTheList() {
        var account = charged(BillingProbe.stranger(), true).accountId();
        asOperator()
                .get(LIST + "?cursor=9000000000000000000.6ba7b810-9dad-41d1-80b4-00c04fd430c8&account=" + account)
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
    }

    private static PromptAuthorized charged(Payer payer, boolean estimated) {
        var authorized = probe.authorized(probe.prompt(payer, BillingProbe.MODEL, 100, 1000));
        var told = probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10));
        probe.settled(new CompletionFinished(
                told.promptId(),
                told.payer(),
                told.channel(),
                told.accountId(),
                told.model(),
                told.priceVersion(),
                told.outcome(),
                told.usage(),
                estimated,
                told.attempts(),
                told.timings()));
        return authorized;
    }
}
