package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is quoted is what is held and charged, over REST and Kafka. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class QuoteIT {

    private static final Logger LOG = Logger.getLogger(QuoteIT.class);
    private static final int USAGES = 6;

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
    void quoteIsWhatIsChargedAtAPlainPrice() {
        assertQuotesAreCharges("", "{}");
    }

    @Test
    void quoteIsWhatIsChargedAtATieredPrice() {
        assertQuotesAreCharges("""
                ,"tiers":[{"aboveInputTokens":500,"rates":{"input":"7.000000003","cachedInput":"0.7","output":"21.1"}},
                          {"aboveInputTokens":2000,"rates":{"input":"9","cacheWrite":"11.25","output":"30"}}]""", "{}");
    }

    @Test
    void quoteIsWhatIsChargedAtADerivedPrice() {
        assertQuotesAreCharges("""
                ,"tiers":[{"aboveInputTokens":900,"rates":{"input":"7.000000003","output":"21.1"}}]""", """
                {"plan":"%s","discount":"0.0333"}""".formatted(newPlan()));
    }

    @Test
    void quotedHoldIsTheHoldThatIsMade() {
        // Given
        var model = newModel("");
        var account = AccountId.parse(Operator.openAccount());
        Operator.topUp(account, "0.01");
        // When
        var quote = quote("{\"model\":\"%s\",\"accountId\":\"%s\",\"inputTokens\":100,\"maxOutputTokens\":50000}"
                .formatted(model, account));
        var authorized = authorized(account, model, 100, 50_000);
        // Then
        quote.body("held", is(authorized.held().toDecimal()))
                .body("available", is("0.01"))
                .body("declined", nullValue())
                .body("priceVersion", is(authorized.price().version()));
        assertThat(quote.extract().<Integer>path("grantedOutputTokens").longValue())
                .isEqualTo(authorized.grantedOutputTokens())
                .isLessThan(50_000);
    }

    @Test
    void quotedRefusalIsTheRefusalThatIsTold() {
        // Given
        var model = newModel("");
        var account = AccountId.parse(Operator.openAccount());
        // When
        var quote = quote("{\"model\":\"%s\",\"accountId\":\"%s\",\"inputTokens\":100,\"maxOutputTokens\":500}"
                .formatted(model, account));
        // Then
        Eventually.eventually(() -> {
            probe.submit(probe.prompt(Payer.account(account), model, 100, 500));
            assertThat(probe.kafka.records(Topic.PROMPTS_DECLINED))
                    .anyMatch(seen -> seen.text().contains(model)
                            && seen.text().contains("insufficient_funds")
                            && seen.text().contains(quote.extract().<String>path("floor")));
        });
        quote.body("declined", is("insufficient_funds"))
                .body("held", nullValue())
                .body("available", is("0.00"));
    }

    @Test
    void quoteNeedsNoKeyAndWithOneIsGivenAgain() {
        // Given
        var model = newModel("");
        var body = "{\"model\":\"%s\",\"inputTokens\":100,\"maxOutputTokens\":500}".formatted(model);
        var key = newKey();
        var first = post("/v1/quotes", key, body).statusCode(200).extract().asString();
        Operator.price(model, "{\"input\":\"900\",\"output\":\"900\"}");
        // When
        var again = post("/v1/quotes", key, body).statusCode(200).header("Idempotent-Replayed", "true");
        // Then
        assertThat(again.extract().asString()).isEqualTo(first);
        post("/v1/quotes", key, body.replace("500", "501")).statusCode(422);
        quote(body).body("worstCase", is("0.54"));
    }

    @Test
    void peers46_linesShowCachedTokensAsAPartOfTheInput() {
        // Given
        var model = newModel("");
        // When
        var quote =
                quote("{\"model\":\"%s\",\"usage\":{\"inputTokens\":1000,\"cachedInputTokens\":900,\"outputTokens\":1}}"
                        .formatted(model));
        // Then
        quote.body("lineItems", hasSize(3))
                .body("lineItems.find { it.kind == 'input' }.tokens", is(100))
                .body("lineItems.find { it.kind == 'input' }.amount", is("0.0003000000001"))
                .body("lineItems.find { it.kind == 'cached_input' }.tokens", is(900));
    }

    private void assertQuotesAreCharges(String tiers, String pricing) {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Quotes seed=%d", seed);
        var random = new Random(seed);
        var model = newModel(tiers);
        var account = AccountId.parse(Operator.openAccount());
        Operator.topUp(account, "100");
        asOperator()
                .body(pricing)
                .put("/v1/accounts/" + account + "/pricing")
                .then()
                .statusCode(200);
        for (int i = 0; i < USAGES; i++) {
            var usage = usage(random);
            // When
            var quote = quote(
                    "{\"model\":\"%s\",\"accountId\":\"%s\",\"usage\":%s}".formatted(model, account, json(usage)));
            var authorized = authorized(account, model, 3000, 3000);
            var settled = probe.settled(probe.completion(authorized, Outcome.COMPLETED, usage));
            // Then
            assertSame(quote, settled);
            assertSame(
                    quote("{\"priceVersion\":%d,\"usage\":%s}".formatted(settled.priceVersion(), json(usage))),
                    settled);
        }
    }

    private static void assertSame(ValidatableResponse quote, ChargeSettled settled) {
        quote.body("total", is(settled.charged().toDecimal()))
                .body("priceVersion", is(settled.priceVersion()))
                .body("model", is(settled.model()))
                .body("charged", is(true));
        assertThat(quote.extract().<List<String>>path("lineItems.kind"))
                .isEqualTo(settled.lineItems().stream()
                        .map(line -> line.kind().name().toLowerCase(Locale.ROOT))
                        .toList());
        assertThat(quote.extract().<List<Integer>>path("lineItems.tokens"))
                .isEqualTo(settled.lineItems().stream()
                        .map(line -> (int) line.tokens())
                        .toList());
    }

    /** Prompts until the price and the account's terms have come around. */
    private static PromptAuthorized authorized(AccountId account, String model, long input, long output) {
        var quoted = quote("{\"model\":\"%s\",\"accountId\":\"%s\",\"inputTokens\":%d,\"maxOutputTokens\":%d}"
                        .formatted(model, account, input, output))
                .extract()
                .<Integer>path("priceVersion");
        var prompt = probe.prompt(Payer.account(account), model, input, output);
        var authorized = probe.authorized(prompt);
        assertThat(authorized.price().version()).isEqualTo(quoted);
        return authorized;
    }

    private static ValidatableResponse quote(String body) {
        return asOperator().body(body).post("/v1/quotes").then().statusCode(200);
    }

    private static String newModel(String tiers) {
        var model = "quoted-" + probe.newId();
        post("/v1/prices", newKey(), """
                {"model":"%s","rates":{"input":"3.000000001","cachedInput":"0.3","cacheWrite":"3.75","output":"15",
                 "reasoning":"12.000000007"}%s}""".formatted(model, tiers)).statusCode(201);
        return model;
    }

    private static String newPlan() {
        var plan = "plan-" + probe.newId();
        asOperator()
                .body("{\"markup\":\"0.1777\"}")
                .put("/v1/plans/" + plan)
                .then()
                .statusCode(200);
        return plan;
    }

    private static Usage usage(Random random) {
        return Usage.reported(
                random.nextInt(3000),
                random.nextInt(2000),
                random.nextInt(2000),
                1 + random.nextInt(3000),
                random.nextInt(2000));
    }

    private static String json(Usage usage) {
        return """
                {"inputTokens":%d,"cachedInputTokens":%d,"cacheWriteTokens":%d,"outputTokens":%d,"reasoningTokens":%d}""".formatted(
                        usage.inputTokens(),
                        usage.cachedInputTokens(),
                        usage.cacheWriteTokens(),
                        usage.outputTokens(),
                        usage.reasoningTokens());
    }
}
