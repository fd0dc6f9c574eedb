package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.BillingProbe.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What bars a prompt although there is money, Kafka to Kafka. Rates of kopeck-sim: 500 and 2000 nanos a token. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class LimitsIT {

    private static final long INPUT = 100;
    private static final long OUTPUT = 1000;
    private static final long WORST_CASE = INPUT * 500 + OUTPUT * 2000;
    /** With the shortest useful answer of 64 tokens. */
    private static final long FLOOR = INPUT * 500 + 64 * 2000;

    private static BillingProbe probe;

    private final Database database = new Database();

    @BeforeAll
    static void open() {
        probe = new BillingProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    @AfterAll
    static void close() {
        probe.close();
    }

    @Test
    void theLimitOfTheDayLowersTheAnswerAndThenDeclines() {
        // Given a limit of one and a half worst cases, of which one is spent
        var payer = stranger();
        long account = account(payer);
        database.change("INSERT INTO spend_limit (account_id, daily) VALUES (?, ?)", account, WORST_CASE * 3 / 2);
        charge(probe.authorized(prompt(payer, null)));
        // When
        var lowered = probe.authorized(prompt(payer, null));
        charge(lowered);
        var declined = probe.declined(prompt(payer, null));
        // Then
        assertThat(lowered.held()).isEqualTo(new Nanos(WORST_CASE / 2));
        assertThat(lowered.grantedOutputTokens()).isEqualTo((WORST_CASE / 2 - INPUT * 500) / 2000);
        assertThat(declined.reason()).isEqualTo(DeclineReason.SPEND_LIMIT_REACHED);
        assertThat(declined.needed()).isEqualTo(new Nanos(FLOOR));
        assertThat(declined.available().value()).isLessThan(FLOOR);
    }

    @Test
    void whatIsFreeIsAnsweredThoughTheLimitIsSpent() {
        // Given
        var model = "free-" + probe.newId();
        Operator.price(model, "{\"input\":\"0\",\"output\":\"0\"}");
        var payer = stranger();
        database.change("INSERT INTO spend_limit (account_id, monthly) VALUES (?, 0)", account(payer));
        // When
        var authorized = probe.authorizedOncePriced(payer, model);
        // Then
        assertThat(authorized.held()).isEqualTo(Nanos.ZERO);
        assertThat(authorized.grantedOutputTokens()).isEqualTo(10);
    }

    @Test
    void closedAndParkedAccountsAreDeclinedByName() {
        // Given
        var closed = stranger();
        database.change("UPDATE account SET closed = true WHERE id = ?", account(closed));
        var parked = stranger();
        database.change("UPDATE account SET parked = true WHERE id = ?", account(parked));
        // When, Then
        assertThat(probe.declined(prompt(closed, null)).reason()).isEqualTo(DeclineReason.ACCOUNT_CLOSED);
        assertThat(probe.declined(prompt(parked, null)).reason()).isEqualTo(DeclineReason.ACCOUNT_PARKED);
    }

    @Test
    void aKeySpendsNoMoreThanItsOwnLimit() {
        // Given
        var payer = stranger();
        var key = key(account(payer), WORST_CASE + FLOOR - 1, null);
        // When
        var first = probe.authorized(prompt(payer, key));
        var second = probe.declined(prompt(payer, key));
        charge(first);
        var third = probe.authorized(prompt(payer, null));
        // Then
        assertThat(second.reason()).isEqualTo(DeclineReason.KEY_LIMIT_REACHED);
        assertThat(second.available()).isEqualTo(new Nanos(FLOOR - 1));
        assertThat(third.held()).as("without the key").isEqualTo(new Nanos(WORST_CASE));
        assertThat(database.number("SELECT spent FROM api_key WHERE id = ?", key))
                .isEqualTo(WORST_CASE);
        assertThat(database.number("SELECT held FROM api_key WHERE id = ?", key))
                .isZero();
    }

    @Test
    void aHoldThatExpiresGivesTheKeyItsLimitBack() {
        // Given
        var payer = stranger();
        var key = key(account(payer), WORST_CASE, null);
        var held = probe.authorized(prompt(payer, key));
        // When
        database.change(
                "UPDATE hold SET expires_at = clock_timestamp() WHERE id = ?",
                held.promptId().value());
        probe.awaitSettled(held.promptId() + ".settled");
        // Then
        assertThat(probe.authorized(prompt(payer, key)).held()).isEqualTo(new Nanos(WORST_CASE));
    }

    @Test
    void aKeyThatIsUnknownRevokedExpiredOrAnotherAccountsIsDeclined() {
        // Given
        var payer = stranger();
        long account = account(payer);
        var revoked = key(account, null, null);
        database.change("UPDATE api_key SET revoked_at = clock_timestamp() WHERE id = ?", revoked);
        var expired = key(account, null, null);
        database.change("UPDATE api_key SET expires_at = clock_timestamp() WHERE id = ?", expired);
        var anothers = key(account(stranger()), null, null);
        // When, Then
        for (var key : new UUID[] {UUID.randomUUID(), revoked, expired, anothers}) {
            assertThat(probe.declined(prompt(payer, key)).reason()).isEqualTo(DeclineReason.KEY_INVALID);
        }
    }

    @Test
    void aKeyIsForItsModelsOnly() {
        // Given
        var payer = stranger();
        long account = account(payer);
        var narrow = key(account, null, "gpt-4o");
        var wide = key(account, null, MODEL);
        // When, Then
        assertThat(probe.declined(prompt(payer, narrow)).reason()).isEqualTo(DeclineReason.MODEL_NOT_ALLOWED);
        assertThat(probe.authorized(prompt(payer, wide)).prompt().apiKeyId()).isEqualTo(wide);
    }

    @Test
    void theChargeThatCrossesTheThresholdTellsItOnce() {
        // Given a balance of one dollar and a threshold just below it
        var payer = stranger();
        long account = account(payer);
        database.change("UPDATE account SET low_balance = ? WHERE id = ?", 1_000_000_000 - WORST_CASE, account);
        // When
        charge(probe.authorized(prompt(payer, null)));
        var crossing = probe.authorized(prompt(payer, null));
        charge(crossing);
        var third = probe.authorized(prompt(payer, null));
        charge(third);
        // Then
        var told = probe.value(
                probe.kafka.await(
                        Topic.ACCOUNTS_CHANGED,
                        BillingProbe.told(crossing.promptId().toString())),
                AccountChanged.class);
        assertThat(told.change()).isEqualTo(AccountChanged.Change.BALANCE_LOW);
        assertThat(told.payer()).isEqualTo(payer);
        assertThat(told.balance()).isEqualTo(new Nanos(1_000_000_000 - 2 * WORST_CASE));
        assertThat(probe.kafka.records(
                        Topic.ACCOUNTS_CHANGED.topicName(),
                        BillingProbe.told(third.promptId().toString())))
                .isEmpty();
    }

    private static long account(Payer payer) {
        String id = Operator.asOperator().put("/v1/payers/" + payer).path("id");
        return Long.parseLong(id);
    }

    private PromptSubmitted prompt(Payer payer, @Nullable UUID key) {
        return new PromptSubmitted(
                probe.newId(), payer, Channel.TELEGRAM, MODEL, INPUT, OUTPUT, PromptSubmitted.PRIORITY_NORMAL, key);
    }

    /** Charges the whole hold. */
    private void charge(PromptAuthorized authorized) {
        long output = (authorized.held().value() - INPUT * 500) / 2000;
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(INPUT, output)));
    }

    private UUID key(long account, @Nullable Long limit, @Nullable String model) {
        var id = UUID.randomUUID();
        database.change(
                "INSERT INTO api_key (id, account_id, name, prefix, hash) VALUES (?, ?, 'test', 'kp_', ?)",
                id,
                account,
                id.toString().getBytes(StandardCharsets.UTF_8));
        if (limit != null) {
            database.change("UPDATE api_key SET spend_limit = ? WHERE id = ?", limit, id);
        }
        if (model != null) {
            database.change("UPDATE api_key SET models = ARRAY[?] WHERE id = ?", model, id);
        }
        return id;
    }
}
