package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator's debit that takes a balance below its threshold is told as such, beside the debit itself. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class LowBalanceIT {

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
    void adjustmentThatCrossesTheThresholdIsToldAsADebitAndAsALowBalance() {
        // Given
        var payer = BillingProbe.stranger();
        String id = asOperator().put("/v1/payers/" + payer).path("id");
        var path = "/v1/accounts/" + id + "/adjustments";
        // When: a balance of 1.00 falls below the threshold of 0.10, and further
        post(path, newKey(), "{\"amount\":\"-0.95\",\"reason\":\"ticket 17\"}").statusCode(201);
        post(path, newKey(), "{\"amount\":\"-0.01\",\"reason\":\"ticket 17\"}").statusCode(201);
        probe.kafka.await(
                Topic.ACCOUNTS_CHANGED,
                seen -> payer.value().equals(seen.key()) && seen.text().contains("\"-0.01\""));
        post("/v1/accounts/" + id + "/top-ups", newKey(), "{\"amount\":\"7.77\"}")
                .statusCode(201);
        probe.kafka.await(
                Topic.ACCOUNTS_CHANGED,
                seen -> payer.value().equals(seen.key()) && seen.text().contains("\"7.77\""));
        probe.kafka.await(
                Topic.ACCOUNTS_CHANGED,
                seen -> payer.value().equals(seen.key()) && seen.text().contains("\"balance_low\""));
        // Then
        var told = told(payer.value());
        assertThat(told.stream().filter(change -> change.change() == Change.BALANCE_LOW))
                .singleElement()
                .satisfies(low -> {
                    assertThat(low.balance()).isEqualTo(Nanos.parse("0.05"));
                    assertThat(low.amount()).isEqualTo(Nanos.ZERO);
                    assertThat(low.payer()).isEqualTo(payer);
                });
        assertThat(told.stream().map(AccountChanged::eventId)).doesNotHaveDuplicates();
    }

    private static List<AccountChanged> told(String key) {
        return probe.kafka.records(Topic.ACCOUNTS_CHANGED.topicName(), seen -> key.equals(seen.key())).stream()
                .map(seen -> probe.value(seen, AccountChanged.class))
                .toList();
    }
}
