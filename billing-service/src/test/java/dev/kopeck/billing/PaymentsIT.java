package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payments that providers took: credited once each, whatever Kafka and the database do. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PaymentsIT {

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
    void paymentOfAStrangerRegistersAndCreditsOnceHoweverOftenItComes() {
        // Given
        var payment = PaymentProbe.payment(BillingProbe.stranger(), "5.00");
        // When
        for (int i = 0; i < 5; i++) {
            payments.send(payment);
        }
        // Then
        var event = payments.credited(payment);
        assertThat(event.amount()).isEqualTo(Nanos.parse("5.00"));
        assertThat(event.balance()).isEqualTo(Nanos.parse("6.00"));
        payments.awaitHandled();
        assertThat(payments.posted(event.accountId())).isEqualTo(6_000_000_000L);
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
        var payment = PaymentProbe.payment(Payer.account(id), "5.00");
        // When
        payments.send(payment);
        // Then
        assertThat(payments.credited(payment).balance()).isEqualTo(Nanos.parse("5.00"));
    }

    @Test
    void paymentThatWasCreditedBeforeItsAccountWasClosedIsNoDeadLetterWhenReplayed() {
        // Given
        var id = AccountId.parse(Operator.openAccount());
        var payment = PaymentProbe.payment(Payer.account(id), "5.00");
        payments.send(payment);
        payments.credited(payment);
        database.change("UPDATE account SET closed = true WHERE id = ?", id.value());
        // When
        payments.send(payment);
        payments.awaitHandled();
        // Then
        assertThat(payments.letters(payment)).isEmpty();
    }

    @Test
    void paymentThatAnOperatorBookedByHandIsTakenAsThat() {
        // Given
        var id = AccountId.parse(Operator.openAccount());
        var payment = PaymentProbe.payment(Payer.account(id), "5.00");
        var entry = post(
                        "/v1/accounts/" + id + "/top-ups",
                        newKey(),
                        "{\"amount\":\"5.00\",\"reference\":\"" + PaymentProbe.PROVIDER + ":" + payment.paymentId()
                                + "\"}")
                .statusCode(201)
                .extract()
                .<String>path("id");
        // When
        payments.send(payment);
        // Then
        Eventually.eventually(() -> asOperator()
                .get("/v1/payments?account=" + id)
                .then()
                .body("items", hasSize(1))
                .body("items[0].transactionId", is(entry)));
        assertThat(payments.posted(id)).isEqualTo(5_000_000_000L);
    }

    @Test
    void scenario25_wholeTopicReadAgainCreditsNothingTwice() {
        // Given
        var several = IntStream.range(0, 20)
                .mapToObj(i -> PaymentProbe.payment(BillingProbe.stranger(), "1.00"))
                .toList();
        several.forEach(payments::send);
        several.forEach(payments::credited);
        long before = database.number("SELECT count(*) FROM ledger");
        // When
        several.forEach(payments::send);
        several.reversed().forEach(payments::send);
        payments.awaitHandled();
        // Then: nothing but the markers of this wait was booked
        assertThat(database.number("SELECT count(*) FROM ledger")).isEqualTo(before + KafkaAndPostgres.PARTITIONS);
        several.forEach(payment -> assertThat(probe.kafka.records(
                        Topic.ACCOUNTS_CHANGED.topicName(),
                        seen -> payment.payer().value().equals(seen.key())
                                && seen.text().contains("credited")))
                .hasSize(1));
    }

    @Test
    void lostConnectionsLoseNoPayment() {
        // Given
        var payer = BillingProbe.stranger();
        var several = IntStream.range(0, 10)
                .mapToObj(i -> PaymentProbe.payment(payer, "1.00"))
                .toList();
        // When
        several.subList(0, 5).forEach(payments::send);
        database.number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = 'billing' AND pid <> pg_backend_pid()");
        several.subList(5, 10).forEach(payments::send);
        // Then
        several.forEach(payments::credited);
        assertThat(several)
                .allSatisfy(payment -> assertThat(payments.letters(payment)).isEmpty());
        assertThat(database.number(
                        "SELECT a.posted FROM account a JOIN account_payer p ON p.account_id = a.id WHERE p.payer = ?",
                        payer.value()))
                .isEqualTo(11_000_000_000L);
    }

    @Test
    void paymentsAreListedWithFiltersInPagesAndWithWhatWasRefunded() {
        // Given
        var payer = BillingProbe.stranger();
        var several = IntStream.range(0, 3)
                .mapToObj(i -> PaymentProbe.payment(payer, "2.00"))
                .toList();
        several.forEach(payment -> {
            payments.send(payment);
            payments.credited(payment);
        });
        var account = payments.credited(several.getFirst()).accountId();
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
                .get(path + "&limit=2&provider=" + PaymentProbe.PROVIDER + "&from=2026-01-01T00:00:00Z")
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
}
