package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.BillingProbe.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From prompts.submitted to prompts.authorized or prompts.declined. Rates of kopeck-sim: 500 and 2000 nanos a token. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ReserveIT {

    private static final Nanos GRANT = Nanos.parse("1.00");

    private final Database database = new Database();
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
    void strangerIsAuthorizedOutOfTheWelcomeGrantWithTheValueUntouched() {
        // Given
        var prompt = probe.prompt(stranger(), MODEL, 100, 1000);
        var sent = probe.record(prompt);
        // When
        probe.kafka.send(sent);
        // Then
        var seen = probe.kafka.await(Topic.PROMPTS_AUTHORIZED, BillingProbe.of(prompt.promptId()));
        var authorized = probe.authorized(seen);
        assertThat(seen.value()).isEqualTo(sent.value());
        assertThat(seen.key()).isEqualTo(prompt.payer().value());
        assertThat(authorized.prompt()).isEqualTo(prompt);
        assertThat(authorized.held()).isEqualTo(new Nanos(100 * 500 + 1000 * 2000));
        assertThat(authorized.grantedOutputTokens()).isEqualTo(1000);
        var told = probe.value(
                probe.kafka.await(
                        Topic.ACCOUNTS_CHANGED,
                        seenChange -> prompt.payer().value().equals(seenChange.key())),
                AccountChanged.class);
        assertThat(told.change()).isEqualTo(AccountChanged.Change.REGISTERED);
        assertThat(told.accountId()).isEqualTo(authorized.accountId());
        assertThat(told.amount()).isEqualTo(GRANT);
        assertThat(told.balance()).isEqualTo(GRANT);
    }

    @Test
    void balanceThatDoesNotReachLowersTheOutputLimit() {
        // Given
        var prompt = probe.prompt(stranger(), MODEL, 1000, 1_000_000);
        // When
        var authorized = probe.authorized(prompt);
        // Then
        assertThat(authorized.held()).isEqualTo(GRANT);
        assertThat(authorized.grantedOutputTokens()).isEqualTo((1_000_000_000 - 1000 * 500) / 2000);
    }

    @Test
    void declineTellsWhatWasNeededAndWhatWasThere() {
        // Given
        var payer = stranger();
        probe.authorized(probe.prompt(payer, MODEL, 0, 499_950));
        // When
        var declined = probe.declined(probe.prompt(payer, MODEL, 40, 1000));
        // Then
        assertThat(declined.reason()).isEqualTo(DeclineReason.INSUFFICIENT_FUNDS);
        assertThat(declined.needed()).isEqualTo(new Nanos(40 * 500 + 64 * 2000));
        assertThat(declined.available()).isEqualTo(new Nanos(100_000));
        assertThat(declined.currency()).isEqualTo("USD");
    }

    @Test
    void scenario08_declinedIdStaysDeclinedAfterMoneyCame() {
        // Given
        var payer = stranger();
        var account = probe.authorized(probe.prompt(payer, MODEL, 0, 500_000)).accountId();
        var prompt = probe.prompt(payer, MODEL, 10, 1000);
        var first = probe.declined(prompt);
        Operator.topUp(account, "5.00");
        // When
        probe.submit(prompt);
        // Then
        var again = probe.kafka.await(
                Topic.PROMPTS_DECLINED.topicName(),
                BillingProbe.told(prompt.promptId() + ".declined"),
                2,
                Eventually.DEADLINE);
        assertThat(probe.value(again.getLast(), PromptDeclined.class)).isEqualTo(first);
        assertThat(probe.authorized(probe.prompt(payer, MODEL, 10, 1000)).grantedOutputTokens())
                .isEqualTo(1000);
    }

    @Test
    void modelWithoutPriceIsDeclinedByName() {
        // When
        var declined = probe.declined(probe.prompt(stranger(), "no-such-model", 10, 10));
        // Then
        assertThat(declined.reason()).isEqualTo(DeclineReason.UNKNOWN_PRICE);
        assertThat(declined.model()).isEqualTo("no-such-model");
    }

    @Test
    void unknownAccountIsDeclinedAndNeverCreated() {
        // Given
        var payer = Payer.account(new AccountId(999_999_999_999L));
        // When
        var declined = probe.declined(probe.prompt(payer, MODEL, 10, 10));
        // Then
        assertThat(declined.reason()).isEqualTo(DeclineReason.UNKNOWN_ACCOUNT);
        assertThat(database.number("SELECT count(*) FROM account WHERE id = 999999999999"))
                .isZero();
    }

    @Test
    void frozenAccountIsDeclined() {
        // Given
        var payer = stranger();
        var account = probe.authorized(probe.prompt(payer, MODEL, 10, 10)).accountId();
        database.change("UPDATE account SET frozen = true WHERE id = ?", account.value());
        // When
        var declined = probe.declined(probe.prompt(payer, MODEL, 10, 10));
        // Then
        assertThat(declined.reason()).isEqualTo(DeclineReason.ACCOUNT_FROZEN);
    }

    @Test
    void scenario17_costThatDoesNotFitIsDeclined() {
        // Given
        var model = "dear-" + probe.newId();
        Operator.price(model, "{\"input\":\"9000000000\",\"output\":\"9000000000\"}");
        // When
        var declined = eventuallyPriced(model, 1_000_000_000);
        // Then
        assertThat(declined.reason()).isEqualTo(DeclineReason.COST_OUT_OF_RANGE);
    }

    @Test
    void freeModelIsAllowedWithoutMoney() {
        // Given
        var model = "free-" + probe.newId();
        Operator.price(model, "{\"input\":\"0\",\"output\":\"0\"}");
        var payer = stranger();
        probe.authorized(probe.prompt(payer, MODEL, 0, 500_000));
        // When
        Eventually.eventually(() -> {
            var prompt = probe.prompt(payer, model, 1000, 1000);
            probe.submit(prompt);
            // Then
            assertThat(probe.kafka.records(Topic.PROMPTS_AUTHORIZED))
                    .anyMatch(seen -> model.equals(seen.headers().get("ce_model")));
        });
        var authorized = probe.authorized(probe.kafka.await(
                Topic.PROMPTS_AUTHORIZED, seen -> model.equals(seen.headers().get("ce_model"))));
        assertThat(authorized.held()).isEqualTo(Nanos.ZERO);
        assertThat(authorized.grantedOutputTokens()).isEqualTo(1000);
    }

    private PromptDeclined eventuallyPriced(String model, long tokens) {
        var payer = stranger();
        Eventually.eventually(() -> {
            probe.submit(probe.prompt(payer, model, tokens, tokens));
            assertThat(probe.kafka.records(Topic.PROMPTS_DECLINED))
                    .anyMatch(
                            seen -> seen.text().contains(model) && !seen.text().contains("unknown_price"));
        });
        return probe.value(
                probe.kafka.await(
                        Topic.PROMPTS_DECLINED,
                        seen -> seen.text().contains(model) && !seen.text().contains("unknown_price")),
                PromptDeclined.class);
    }
}
