package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.BillingProbe.stranger;
import static dev.kopeck.billing.BillingProbe.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.LineItem;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.TokenKind;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From completions.finished to charges.settled. Rates of kopeck-sim: 500, cached 250, and 2000 nanos a token. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class SettleIT {

    private static final long GRANT = 1_000_000_000;

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
    void usageIsChargedAndTheRestReleased() {
        // Given
        var authorized = authorized(100, 1000);
        var usage = Usage.reported(90, 40, 0, 300, 100);
        // When
        var settled = probe.settled(probe.completion(authorized, Outcome.COMPLETED, usage));
        // Then
        long cost = 50 * 500 + 40 * 250 + 300 * 2000;
        assertThat(settled.resolution()).isEqualTo(Resolution.SETTLED);
        assertThat(settled.charged()).isEqualTo(new Nanos(cost));
        assertThat(settled.released()).isEqualTo(authorized.held().minus(new Nanos(cost)));
        assertThat(settled.uncollected()).isEqualTo(Nanos.ZERO);
        assertThat(settled.balance()).isEqualTo(new Nanos(GRANT - cost));
        assertThat(settled.model()).isEqualTo(MODEL);
        assertThat(settled.lineItems())
                .containsExactly(
                        new LineItem(TokenKind.INPUT, 50, 500_000_000),
                        new LineItem(TokenKind.CACHED_INPUT, 40, 250_000_000),
                        new LineItem(TokenKind.OUTPUT, 200, 2_000_000_000),
                        new LineItem(TokenKind.REASONING, 100, 2_000_000_000));
        assertThat(held(authorized)).isZero();
        assertThat(posted(authorized)).isEqualTo(GRANT - cost);
    }

    @Test
    void scenario02_completionDeliveredThreeTimesIsChargedOnceAndToldAlike() {
        // Given
        var completion = probe.completion(authorized(100, 1000), Outcome.COMPLETED, Usage.of(100, 50));
        var first = probe.settled(completion);
        // When
        probe.kafka.send(probe.record(completion));
        probe.kafka.send(probe.record(completion));
        // Then
        var events = probe.kafka.await(
                Topic.CHARGES_SETTLED.topicName(), told(completion.promptId() + ".settled"), 2, Eventually.DEADLINE);
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(probe.value(event, ChargeSettled.class)).isEqualTo(first));
        assertThat(database.ledgerRows(completion.promptId().value())).isOne();
        assertThat(database.number(
                        "SELECT posted FROM account WHERE id = ?",
                        completion.accountId().value()))
                .isEqualTo(GRANT - first.charged().value());
    }

    @Test
    void anotherOutcomeOfOnePromptGetsTheFirstOnesAnswer() {
        // Given
        var authorized = authorized(100, 1000);
        var first = probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 50)));
        // When
        probe.kafka.send(probe.record(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 900))));
        probe.kafka.send(probe.record(probe.completion(authorized, Outcome.FAILED, Usage.NONE)));
        // Then
        var events = probe.kafka.await(
                Topic.CHARGES_SETTLED.topicName(), told(authorized.promptId() + ".settled"), 2, Eventually.DEADLINE);
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(probe.value(event, ChargeSettled.class)).isEqualTo(first));
    }

    @Test
    void failedCompletionCostsNothing() {
        // Given
        var authorized = authorized(100, 1000);
        // When
        var settled = probe.settled(probe.completion(authorized, Outcome.FAILED, Usage.of(100, 500)));
        // Then
        assertNothingCharged(authorized, settled);
    }

    @Test
    void emptyAnswerCostsNothing() {
        // Given
        var authorized = authorized(100, 1000);
        // When
        var settled = probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 0)));
        // Then
        assertNothingCharged(authorized, settled);
    }

    @Test
    void scenario18_cancelledCompletionCostsWhatWasDelivered() {
        // Given
        var authorized = authorized(100, 1000);
        // When
        var settled = probe.settled(probe.completion(authorized, Outcome.CANCELLED, Usage.of(100, 7)));
        // Then
        assertThat(settled.resolution()).isEqualTo(Resolution.SETTLED);
        assertThat(settled.charged()).isEqualTo(new Nanos(100 * 500 + 7 * 2000));
    }

    @Test
    void scenario18_usageAboveTheHoldIsCappedAndTheRestBookedAsUncollected() {
        // Given
        var authorized = authorized(100, 10);
        // When
        var settled = probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 25)));
        // Then
        assertThat(settled.charged()).isEqualTo(authorized.held());
        assertThat(settled.released()).isEqualTo(Nanos.ZERO);
        assertThat(settled.uncollected()).isEqualTo(new Nanos(15 * 2000));
        assertThat(database.number(
                        "SELECT amount FROM uncollected WHERE id = ? AND reason = 1",
                        authorized.promptId().value()))
                .isEqualTo(15 * 2000);
    }

    @Test
    void priceChangedMeanwhileDoesNotMatter() {
        // Given
        var model = "changing-" + probe.newId();
        Operator.price(model, "{\"input\":\"1\",\"output\":\"1\"}");
        var authorized = probe.authorizedOncePriced(stranger(), model);
        Operator.price(model, "{\"input\":\"100\",\"output\":\"100\"}");
        // When
        var settled = probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(10, 10)));
        // Then
        assertThat(settled.charged()).isEqualTo(new Nanos(20 * 1000));
        assertThat(settled.priceVersion()).isEqualTo(authorized.price().version());
    }

    @Test
    void scenario19_holdWithoutOutcomeExpiresAndIsToldOf() {
        // Given
        var authorized = authorized(100, 1000);
        // When
        letExpire(authorized);
        // Then
        var expired = probe.awaitSettled(authorized.promptId() + ".settled");
        assertThat(expired.resolution()).isEqualTo(Resolution.EXPIRED);
        assertThat(expired.charged()).isEqualTo(Nanos.ZERO);
        assertThat(expired.released()).isEqualTo(authorized.held());
        assertThat(expired.balance()).isEqualTo(new Nanos(GRANT));
        assertThat(expired.payer()).isEqualTo(authorized.payer());
        assertThat(expired.channel()).isEqualTo(authorized.prompt().channel());
        assertThat(expired.model()).isEqualTo(MODEL);
        assertThat(held(authorized)).isZero();
    }

    @Test
    void scenario04_completionAfterExpiryIsChargedLateAndOnce() {
        // Given
        var authorized = authorized(100, 1000);
        letExpire(authorized);
        probe.awaitSettled(authorized.promptId() + ".settled");
        var completion = probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 50));
        // When
        probe.kafka.send(probe.record(completion));
        var late = probe.awaitSettled(authorized.promptId() + ".settled-late");
        probe.kafka.send(probe.record(completion));
        // Then
        assertThat(late.resolution()).isEqualTo(Resolution.SETTLED_LATE);
        assertThat(late.charged()).isEqualTo(new Nanos(100 * 500 + 50 * 2000));
        assertThat(late.uncollected()).isEqualTo(Nanos.ZERO);
        var events = probe.kafka.await(
                Topic.CHARGES_SETTLED.topicName(),
                told(authorized.promptId() + ".settled-late"),
                2,
                Eventually.DEADLINE);
        assertThat(probe.value(events.getLast(), ChargeSettled.class)).isEqualTo(late);
        assertThat(database.ledgerRows(authorized.promptId().related("late"))).isOne();
        assertThat(posted(authorized)).isEqualTo(GRANT - late.charged().value());
    }

    @Test
    void lateChargeTakesWhatIsAvailableAndBooksTheRestAsUncollected() {
        // Given
        var authorized = authorized(100, 1000);
        letExpire(authorized);
        probe.awaitSettled(authorized.promptId() + ".settled");
        probe.authorized(probe.prompt(authorized.payer(), MODEL, 0, 499_999));
        // When
        probe.kafka.send(probe.record(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 50))));
        // Then
        var late = probe.awaitSettled(authorized.promptId() + ".settled-late");
        assertThat(late.charged()).isEqualTo(new Nanos(2000));
        assertThat(late.uncollected()).isEqualTo(new Nanos(100 * 500 + 50 * 2000 - 2000));
    }

    @Test
    void ledgerRefusesToBeChanged() {
        // Given
        var id = authorized(10, 10).accountId().value();
        // Then
        assertThatThrownBy(() -> database.change("UPDATE ledger SET amount = 1 WHERE customer_account = ?", id))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> database.change("DELETE FROM ledger WHERE customer_account = ?", id))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> database.change("TRUNCATE ledger")).hasMessageContaining("append-only");
        assertThatThrownBy(() -> database.change("TRUNCATE ledger_default")).hasMessageContaining("append-only");
    }

    private PromptAuthorized authorized(long inputTokens, long maxOutputTokens) {
        return probe.authorized(probe.prompt(stranger(), MODEL, inputTokens, maxOutputTokens));
    }

    private void letExpire(PromptAuthorized authorized) {
        database.change(
                "UPDATE hold SET expires_at = clock_timestamp() - interval '1 second' WHERE id = ?",
                authorized.promptId().value());
    }

    private void assertNothingCharged(PromptAuthorized authorized, ChargeSettled settled) {
        assertThat(settled.resolution()).isEqualTo(Resolution.RELEASED);
        assertThat(settled.charged()).isEqualTo(Nanos.ZERO);
        assertThat(settled.released()).isEqualTo(authorized.held());
        assertThat(settled.lineItems()).isEmpty();
        assertThat(settled.balance()).isEqualTo(new Nanos(GRANT));
        assertThat(held(authorized)).isZero();
    }

    private long held(PromptAuthorized authorized) {
        return database.number(
                "SELECT held FROM account WHERE id = ?", authorized.accountId().value());
    }

    private long posted(PromptAuthorized authorized) {
        return database.number(
                "SELECT posted FROM account WHERE id = ?",
                authorized.accountId().value());
    }
}
