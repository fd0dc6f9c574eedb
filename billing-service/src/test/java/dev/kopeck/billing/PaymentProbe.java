package dev.kopeck.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.PaymentReceived;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Plays a door that takes payments. */
final class PaymentProbe {

    static final String PROVIDER = "telegram-stars";

    private final BillingProbe probe;
    private final Database database = new Database();

    PaymentProbe(BillingProbe probe) {
        this.probe = probe;
    }

    static PaymentReceived payment(Payer payer, String amount) {
        return new PaymentReceived(PROVIDER, Operator.newKey(), payer, "starter", Nanos.parse(amount), "USD");
    }

    static PaymentReceived with(PaymentReceived payment, Payer payer, String amount, String pack) {
        return new PaymentReceived(
                payment.provider(), payment.paymentId(), payer, pack, Nanos.parse(amount), payment.currency());
    }

    void send(PaymentReceived payment) {
        probe.kafka.send(probe.codec.encode(payment, Instant.now()));
    }

    AccountChanged credited(PaymentReceived payment) {
        Eventually.eventually(() -> assertThat(
                        database.number("SELECT count(*) FROM payment WHERE payment_id = ?", payment.paymentId()))
                .isOne());
        var entry = database.text("SELECT entry_id::text FROM payment WHERE payment_id = ?", payment.paymentId());
        return probe.value(probe.kafka.await(Topic.ACCOUNTS_CHANGED, BillingProbe.told(entry)), AccountChanged.class);
    }

    String reasonFor(PaymentReceived payment) {
        return String.valueOf(probe.kafka
                .await(Topic.PAYMENTS_RECEIVED.deadLetterName(), BillingProbe.told(payment.eventId()))
                .headers()
                .get("dead-letter-reason"));
    }

    List<?> letters(PaymentReceived payment) {
        return probe.kafka.records(Topic.PAYMENTS_RECEIVED.deadLetterName(), BillingProbe.told(payment.eventId()));
    }

    /** Everything that was sent before has been handled: each partition's marker has. */
    void awaitHandled() {
        var id = AccountId.parse(Operator.openAccount());
        for (int partition = 0; partition < KafkaAndPostgres.PARTITIONS; partition++) {
            var record = probe.codec.encode(payment(Payer.account(id), "0.01"), Instant.now());
            probe.kafka.send(
                    new ProducerRecord<>(Topic.PAYMENTS_RECEIVED.topicName(), partition, record.key(), record.value()));
        }
        Eventually.eventually(() -> assertThat(posted(id)).isEqualTo(KafkaAndPostgres.PARTITIONS * 10_000_000L));
    }

    long posted(AccountId id) {
        return database.number("SELECT posted FROM account WHERE id = ?", id.value());
    }
}
