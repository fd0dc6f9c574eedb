package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.PaymentReceived;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payments that providers took: credited once each, whatever Kafka does, and never lost in silence. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PaymentsIT {

    private static final String PROVIDER = "telegram-stars";

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
    void paymentOfAStrangerRegistersAndCreditsOnceHoweverOftenItComes() {
        // Given
        var payment = payment(BillingProbe.stranger(), "5.00");
        // When
        for (int i = 0; i < 5; i++) {
            send(payment);
        }
        // Then
        var event = credited(payment);
        assertThat(event.amount()).isEqualTo(Nanos.parse("5.00"));
        assertThat(event.balance()).isEqualTo(Nanos.parse("6.00"));
        awaitHandled();
        assertThat(posted(event.accountId())).isEqualTo(6_000_000_000L);
        assertThat(database.number(
                        "SELECT count(*) FROM ledger WHERE customer_account = ? AND kind = 4 AND debit_account = 2",
                        event.accountId().value()))
                .isOne();
        assertThat(probe.kafka.records(
                        Topic.ACCOUNTS_CHANGED.topicName(),
                        seen -> payment.payer().value().equals(seen.key())
                                && seen.text().contains("credited")))
                .hasSize(1);
    }

    @Test
    void frozenAccountIsCreditedAllTheSame() {
        // Given
        var id = AccountId.parse(Operator.openAccount());
        database.change("UPDATE account SET frozen = true WHERE id = ?", id.value());
        var payment = payment(Payer.account(id), "5.00");
        // When
        send(payment);
        // Then
        assertThat(credited(payment).balance()).isEqualTo(Nanos.parse("5.00"));
    }

    @Test
    void closedAccountIsSetAsideAndCreditedWhenTheLetterIsReadAgainAfterItWasOpened() {
        // Given
        var id = AccountId.parse(Operator.openAccount());
        database.change("UPDATE account SET closed = true WHERE id = ?", id.value());
        var payment = payment(Payer.account(id), "5.00");
        // When
        send(payment);
        // Then
        assertThat(reasonFor(payment)).contains("closed");
        assertThat(posted(id)).isZero();
        database.change("UPDATE account SET closed = false WHERE id = ?", id.value());
        send(payment);
        assertThat(credited(payment).balance()).isEqualTo(Nanos.parse("5.00"));
    }

    @Test
    void paymentThatWasCreditedBeforeItsAccountWasClosedIsNoDeadLetterWhenReplayed() {
        // Given
        var id = AccountId.parse(Operator.openAccount());
        var payment = payment(Payer.account(id), "5.00");
        send(payment);
        credited(payment);
        database.change("UPDATE account SET closed = true WHERE id = ?", id.value());
        // When
        send(payment);
        awaitHandled();
        // Then
        assertThat(letters(payment)).isEmpty();
    }

    @Test
    void sameIdWithOtherFactsIsSetAside() {
        // Given
        var payment = payment(BillingProbe.stranger(), "5.00");
        send(payment);
        var account = credited(payment).accountId();
        var others = List.of(
                with(payment, payment.payer(), "6.00", payment.pack()),
                with(payment, BillingProbe.stranger(), "5.00", payment.pack()),
                with(payment, payment.payer(), "5.00", "another pack"));
        // When
        others.forEach(PaymentsIT::send);
        // Then
        assertThat(probe.kafka.await(
                        Topic.PAYMENTS_RECEIVED.deadLetterName(),
                        BillingProbe.told(payment.eventId()),
                        3,
                        Eventually.DEADLINE))
                .allSatisfy(letter ->
                        assertThat(letter.headers().get("dead-letter-reason")).contains("credited with another"));
        assertThat(posted(account)).isEqualTo(6_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "0.00, USD, telegram-stars, starter, amount",
        "-5.00, USD, telegram-stars, starter, amount",
        "5.00, EUR, telegram-stars, starter, currency",
        "5.00, XTR, telegram-stars, starter, currency",
        "5.00, USD, Telegram Stars, starter, provider",
        "5.00, USD, telegram-stars, '', pack"
    })
    void paymentThatCanNeverBeCreditedIsSetAsideAndRegistersNobody(
            String amount, String currency, String provider, String pack, String field) {
        // Given
        var payer = BillingProbe.stranger();
        var payment = new PaymentReceived(provider, newKey(), payer, pack, Nanos.parse(amount), currency);
        // When
        send(payment);
        // Then
        assertThat(reasonFor(payment)).contains("value field " + field);
        assertThat(database.number("SELECT count(*) FROM account_payer WHERE payer = ?", payer.value()))
                .isZero();
    }

    @Test
    void idTooLongForTheIndexIsSetAsideWhileTheRestGoesOn() {
        // Given
        var payer = BillingProbe.stranger();
        var broken = new PaymentReceived(
                PROVIDER, newKey() + "x".repeat(4000), payer, "starter", Nanos.parse("5.00"), "USD");
        var good = payment(payer, "7.00");
        // When
        send(broken);
        send(good);
        // Then
        assertThat(reasonFor(broken)).contains("value field paymentId");
        assertThat(credited(good).amount()).isEqualTo(Nanos.parse("7.00"));
    }

    @Test
    void unreadableRecordIsSetAsideWithoutQuotingItWhileTheRestGoesOn() {
        // Given
        var payment = payment(BillingProbe.stranger(), "5.00");
        var record = probe.codec.encode(payment, Instant.now());
        var broken = new String(record.value(), StandardCharsets.UTF_8).replace("5.00", "five and secret");
        // When
        probe.kafka.send(new WireRecord(
                record.topic(), record.key(), record.headers(), broken.getBytes(StandardCharsets.UTF_8)));
        probe.kafka.send(new WireRecord(record.topic(), record.key(), record.headers(), new byte[0]));
        // Then
        assertThat(probe.kafka.await(
                        Topic.PAYMENTS_RECEIVED.deadLetterName(),
                        BillingProbe.told(payment.eventId()),
                        2,
                        Eventually.DEADLINE))
                .allSatisfy(letter -> assertThat(letter.headers().get("dead-letter-reason"))
                        .startsWith("value")
                        .doesNotContain("secret"));
        send(payment);
        assertThat(credited(payment).amount()).isEqualTo(Nanos.parse("5.00"));
    }

    @Test
    void unknownAccountIsSetAside() {
        var payment = payment(new Payer("account:999999999"), "5.00");
        send(payment);
        assertThat(reasonFor(payment)).contains("account that does not exist");
    }

    @Test
    void paymentThatWouldLeaveTheRangeOfTheBalanceIsSetAside() {
        // Given
        var id = AccountId.parse(Operator.openAccount());
        Operator.topUp(id, "9223372036");
        var payment = payment(Payer.account(id), "5.00");
        // When
        send(payment);
        // Then
        assertThat(reasonFor(payment)).contains("larger than can be kept");
    }

    @Test
    void paymentThatAnOperatorBookedByHandIsTakenAsThat() {
        // Given
        var id = AccountId.parse(Operator.openAccount());
        var payment = payment(Payer.account(id), "5.00");
        var entry = post(
                        "/v1/accounts/" + id + "/top-ups",
                        newKey(),
                        "{\"amount\":\"5.00\",\"reference\":\"" + PROVIDER + ":" + payment.paymentId() + "\"}")
                .statusCode(201)
                .extract()
                .<String>path("id");
        // When
        send(payment);
        // Then
        Eventually.eventually(() -> asOperator()
                .get("/v1/payments?account=" + id)
                .then()
                .body("items", hasSize(1))
                .body("items[0].transactionId", is(entry)));
        assertThat(posted(id)).isEqualTo(5_000_000_000L);
    }

    @Test
    void scenario25_wholeTopicReadAgainCreditsNothingTwice() {
        // Given
        var payments = IntStream.range(0, 20)
                .mapToObj(i -> payment(BillingProbe.stranger(), "1.00"))
                .toList();
        payments.forEach(PaymentsIT::send);
        payments.forEach(this::credited);
        long before = database.number("SELECT count(*) FROM ledger");
        // When
        payments.forEach(PaymentsIT::send);
        payments.reversed().forEach(PaymentsIT::send);
        awaitHandled();
        // Then: nothing but the markers of this wait was booked
        assertThat(database.number("SELECT count(*) FROM ledger")).isEqualTo(before + KafkaAndPostgres.PARTITIONS);
        payments.forEach(payment -> assertThat(probe.kafka.records(
                        Topic.ACCOUNTS_CHANGED.topicName(),
                        seen -> payment.payer().value().equals(seen.key())
                                && seen.text().contains("credited")))
                .hasSize(1));
    }

    @Test
    void lostConnectionsLoseNoPayment() {
        // Given
        var payer = BillingProbe.stranger();
        var payments =
                IntStream.range(0, 10).mapToObj(i -> payment(payer, "1.00")).toList();
        // When
        payments.subList(0, 5).forEach(PaymentsIT::send);
        database.number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = 'billing' AND pid <> pg_backend_pid()");
        payments.subList(5, 10).forEach(PaymentsIT::send);
        // Then
        payments.forEach(this::credited);
        assertThat(payments).allSatisfy(payment -> assertThat(letters(payment)).isEmpty());
        assertThat(database.number(
                        "SELECT a.posted FROM account a JOIN account_payer p ON p.account_id = a.id WHERE p.payer = ?",
                        payer.value()))
                .isEqualTo(11_000_000_000L);
    }

    @Test
    void paymentsAreListedWithFiltersInPagesAndWithWhatWasRefunded() {
        // Given
        var payer = BillingProbe.stranger();
        var payments =
                IntStream.range(0, 3).mapToObj(i -> payment(payer, "2.00")).toList();
        payments.forEach(payment -> {
            send(payment);
            credited(payment);
        });
        var account = credited(payments.getFirst()).accountId();
        var path = "/v1/payments?account=" + account;
        var latest = asOperator().get(path + "&limit=1").then().statusCode(200).body("items", hasSize(1));
        var entry = latest.extract().<String>path("items[0].transactionId");
        // When
        post(
                        "/v1/accounts/" + account + "/refunds",
                        newKey(),
                        "{\"ofEntry\":\"" + entry + "\",\"amount\":\"0.50\",\"reason\":\"r\",\"to\":\"source\"}")
                .statusCode(201);
        // Then
        var cursor = asOperator()
                .get(path + "&limit=2&provider=" + PROVIDER + "&from=2026-01-01T00:00:00Z")
                .then()
                .body("items", hasSize(2))
                .body("items[0].refunded", is("0.50"))
                .body("items[0].amount", is("2.00"))
                .body("items[0].payer", is(payer.value()))
                .body("nextCursor", notNullValue())
                .extract()
                .<String>path("nextCursor");
        asOperator()
                .get(path + "&limit=2&cursor=" + cursor)
                .then()
                .body("items", hasSize(1))
                .body("items[0].transactionId", not(entry));
        asOperator().get(path + "&provider=other").then().body("items", hasSize(0));
        asOperator().get(path + "&until=2026-01-01T00:00:00Z").then().body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "cursor=x, cursor", "account=x, account", "from=today, from", "until=1, until"})
    void badFilterIsNamed(String query, String field) {
        asOperator()
                .get("/v1/payments?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", is(field));
    }

    private static PaymentReceived payment(Payer payer, String amount) {
        return new PaymentReceived(PROVIDER, newKey(), payer, "starter", Nanos.parse(amount), "USD");
    }

    private static PaymentReceived with(PaymentReceived payment, Payer payer, String amount, String pack) {
        return new PaymentReceived(
                payment.provider(), payment.paymentId(), payer, pack, Nanos.parse(amount), payment.currency());
    }

    private static void send(PaymentReceived payment) {
        probe.kafka.send(probe.codec.encode(payment, Instant.now()));
    }

    private AccountChanged credited(PaymentReceived payment) {
        Eventually.eventually(() -> assertThat(
                        database.number("SELECT count(*) FROM payment WHERE payment_id = ?", payment.paymentId()))
                .isOne());
        var entry = database.text("SELECT entry_id::text FROM payment WHERE payment_id = ?", payment.paymentId());
        return probe.value(probe.kafka.await(Topic.ACCOUNTS_CHANGED, BillingProbe.told(entry)), AccountChanged.class);
    }

    private static String reasonFor(PaymentReceived payment) {
        return String.valueOf(probe.kafka
                .await(Topic.PAYMENTS_RECEIVED.deadLetterName(), BillingProbe.told(payment.eventId()))
                .headers()
                .get("dead-letter-reason"));
    }

    private static List<?> letters(PaymentReceived payment) {
        return probe.kafka.records(Topic.PAYMENTS_RECEIVED.deadLetterName(), BillingProbe.told(payment.eventId()));
    }

    /** Everything that was sent before has been handled: each partition's marker has. */
    private void awaitHandled() {
        var id = AccountId.parse(Operator.openAccount());
        for (int partition = 0; partition < KafkaAndPostgres.PARTITIONS; partition++) {
            var record = probe.codec.encode(payment(Payer.account(id), "0.01"), Instant.now());
            probe.kafka.send(
                    new ProducerRecord<>(Topic.PAYMENTS_RECEIVED.topicName(), partition, record.key(), record.value()));
        }
        Eventually.eventually(() -> assertThat(posted(id)).isEqualTo(KafkaAndPostgres.PARTITIONS * 10_000_000L));
    }

    private long posted(AccountId id) {
        return database.number("SELECT posted FROM account WHERE id = ?", id.value());
    }
}
