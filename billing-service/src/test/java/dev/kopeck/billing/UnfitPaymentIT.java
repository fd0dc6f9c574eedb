package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.newKey;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payments that cannot be credited: set aside with the reason, never lost in silence. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class UnfitPaymentIT {

    private static BillingProbe probe;
    private static PaymentProbe payments;
    private final Database database = new Database();

    @BeforeAll
    static void open() {
        probe = new BillingProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
        payments = new PaymentProbe(probe);
    }

    @AfterAll
    static void close() {
        probe.close();
    }

    @Test
    void closedAccountIsSetAsideAndCreditedWhenTheLetterIsReadAgainAfterItWasOpened() {
        // Given
        var id = AccountId.parse(Operator.openAccount());
        database.change("UPDATE account SET closed = true WHERE id = ?", id.value());
        var payment = PaymentProbe.payment(Payer.account(id), "5.00");
        // When
        payments.send(payment);
        // Then
        assertThat(payments.reasonFor(payment)).contains("closed");
        assertThat(payments.posted(id)).isZero();
        database.change("UPDATE account SET closed = false WHERE id = ?", id.value());
        payments.send(payment);
        assertThat(payments.credited(payment).balance()).isEqualTo(Nanos.parse("5.00"));
    }

    @Test
    void sameIdWithOtherFactsIsSetAside() {
        // Given
        var payment = PaymentProbe.payment(BillingProbe.stranger(), "5.00");
        payments.send(payment);
        var account = payments.credited(payment).accountId();
        var others = List.of(
                PaymentProbe.with(payment, payment.payer(), "6.00", payment.pack()),
                PaymentProbe.with(payment, BillingProbe.stranger(), "5.00", payment.pack()),
                PaymentProbe.with(payment, payment.payer(), "5.00", "another pack"));
        // When
        others.forEach(payments::send);
        // Then
        assertThat(probe.kafka.await(
                        Topic.PAYMENTS_RECEIVED.deadLetterName(),
                        BillingProbe.told(payment.eventId()),
                        3,
                        Eventually.DEADLINE))
                .allSatisfy(letter ->
                        assertThat(letter.headers().get("dead-letter-reason")).contains("credited with another"));
        assertThat(payments.posted(account)).isEqualTo(6_000_000_000L);
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
        payments.send(payment);
        // Then
        assertThat(payments.reasonFor(payment)).contains("value field " + field);
        assertThat(database.number("SELECT count(*) FROM account_payer WHERE payer = ?", payer.value()))
                .isZero();
    }

    @Test
    void idTooLongForTheIndexIsSetAsideWhileTheRestGoesOn() {
        // Given
        var payer = BillingProbe.stranger();
        var broken = new PaymentReceived(
                PaymentProbe.PROVIDER, newKey() + "x".repeat(4000), payer, "starter", Nanos.parse("5.00"), "USD");
        var good = PaymentProbe.payment(payer, "7.00");
        // When
        payments.send(broken);
        payments.send(good);
        // Then
        assertThat(payments.reasonFor(broken)).contains("value field paymentId");
        assertThat(payments.credited(good).amount()).isEqualTo(Nanos.parse("7.00"));
    }

    @Test
    void unreadableRecordIsSetAsideWithoutQuotingItWhileTheRestGoesOn() {
        // Given
        var payment = PaymentProbe.payment(BillingProbe.stranger(), "5.00");
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
        payments.send(payment);
        assertThat(payments.credited(payment).amount()).isEqualTo(Nanos.parse("5.00"));
    }

    @Test
    void unknownAccountIsSetAside() {
        var payment = PaymentProbe.payment(new Payer("account:999999999"), "5.00");
        payments.send(payment);
        assertThat(payments.reasonFor(payment)).contains("account that does not exist");
    }

    @Test
    void paymentThatWouldLeaveTheRangeOfTheBalanceIsSetAside() {
        // Given
        var id = AccountId.parse(Operator.openAccount());
        Operator.topUp(id, "9223372036");
        var payment = PaymentProbe.payment(Payer.account(id), "5.00");
        // When
        payments.send(payment);
        // Then
        assertThat(payments.reasonFor(payment)).contains("larger than can be kept");
    }
}
