package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.BillingProbe.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prompts that come again, that cannot be read, that do not fit, or that meet a database that is away. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RedeliveryIT {

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
    void scenario16_malformedRecordIsSetAsideWhileTheRestGoesOn() {
        // Given
        var payer = stranger();
        var before = probe.prompt(payer, MODEL, 10, 10);
        var broken = probe.prompt(payer, MODEL, 10, 10);
        var after = probe.prompt(payer, MODEL, 10, 10);
        var brokenRecord = probe.record(broken);
        var headers = new HashMap<>(brokenRecord.headers());
        headers.put("ce_inputtokens", "-5");
        // When
        probe.submit(before);
        probe.kafka.send(new WireRecord(brokenRecord.topic(), brokenRecord.key(), headers, brokenRecord.value()));
        probe.submit(after);
        // Then
        probe.awaitAuthorized(before.promptId());
        probe.awaitAuthorized(after.promptId());
        var letter = probe.kafka.await(Topic.PROMPTS_SUBMITTED.deadLetterName(), BillingProbe.of(broken.promptId()));
        assertThat(letter.headers())
                .containsAllEntriesOf(headers)
                .containsEntry("dead-letter-topic", "prompts.submitted.v1")
                .containsKeys("dead-letter-partition", "dead-letter-offset");
        assertThat(letter.headers().get("dead-letter-reason")).contains("ce_inputtokens", "from 0");
        assertThat(letter.key()).isEqualTo(payer.value());
        assertThat(letter.value()).isEqualTo(brokenRecord.value());
    }

    @Test
    void recordWithoutAnyHeaderIsSetAside() {
        // Given
        var marker = "no headers " + probe.newId();
        // When
        probe.kafka.send(new ProducerRecord<>(
                Topic.PROMPTS_SUBMITTED.topicName(), null, marker.getBytes(StandardCharsets.UTF_8)));
        // Then
        var letter = probe.kafka.await(
                Topic.PROMPTS_SUBMITTED.deadLetterName(), seen -> seen.text().equals(marker));
        assertThat(letter.headers().get("dead-letter-reason")).contains("is missing");
    }

    @Test
    void scenario16_promptTooLargeToForwardIsSetAsideWithoutItsValueAndTheRestGoesOn() {
        // Given
        var payer = stranger();
        var prompt = probe.prompt(payer, MODEL, 10, 10);
        // When
        int size = sendTheLargestThatFits(probe.record(prompt));
        // Then
        var letter = probe.kafka.await(Topic.PROMPTS_AUTHORIZED.deadLetterName(), BillingProbe.of(prompt.promptId()));
        assertThat(letter.headers().get("dead-letter-reason")).contains("too large", Integer.toString(size));
        assertThat(letter.value()).isEmpty();
        probe.authorized(probe.prompt(payer, MODEL, 10, 10));
    }

    @Test
    void scenario14_lostConnectionsAreNoReasonToDecline() {
        // Given
        var payer = stranger();
        probe.authorized(probe.prompt(payer, MODEL, 10, 10));
        // When
        database.number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = 'billing' AND pid <> pg_backend_pid()");
        // Then
        for (int i = 0; i < 20; i++) {
            probe.authorized(probe.prompt(payer, MODEL, 10, 10));
        }
        assertThat(probe.kafka.records(
                        Topic.PROMPTS_DECLINED.topicName(),
                        seen -> payer.value().equals(seen.key())))
                .isEmpty();
    }

    @Test
    void scenario02_promptDeliveredThreeTimesIsHeldOnceAndAnsweredAlike() {
        // Given
        var prompt = probe.prompt(stranger(), MODEL, 100, 1000);
        var first = probe.authorized(prompt);
        // When
        probe.submit(prompt);
        probe.submit(prompt);
        // Then
        var answers = probe.kafka.await(
                Topic.PROMPTS_AUTHORIZED.topicName(), BillingProbe.of(prompt.promptId()), 2, Eventually.DEADLINE);
        assertThat(answers)
                .allSatisfy(answer -> assertThat(probe.authorized(answer)).isEqualTo(first));
        assertThat(database.number(
                        "SELECT held FROM account WHERE id = ?",
                        first.accountId().value()))
                .isEqualTo(first.held().value());
    }

    @Test
    void promptDeliveredAgainAfterItWasSettledSaysNothing() {
        // Given
        var payer = stranger();
        var prompt = probe.prompt(payer, MODEL, 100, 1000);
        var authorized = probe.authorized(prompt);
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        // When
        probe.submit(prompt);
        probe.authorized(probe.prompt(payer, MODEL, 1, 1));
        // Then
        assertThat(probe.kafka.records(Topic.PROMPTS_AUTHORIZED.topicName(), BillingProbe.of(prompt.promptId())))
                .hasSize(1);
    }

    @Test
    void scenario07_idUsedForAnotherPromptIsDeclinedAndChangesNothing() {
        // Given
        var prompt = probe.prompt(stranger(), MODEL, 100, 1000);
        var first = probe.authorized(prompt);
        var other = new PromptSubmitted(
                prompt.promptId(), prompt.payer(), prompt.channel(), prompt.model(), 100, 2000, prompt.priority());
        // When
        var declined = probe.declined(other);
        // Then
        assertThat(declined.reason()).isEqualTo(DeclineReason.PROMPT_ID_REUSED);
        assertThat(database.number(
                        "SELECT amount FROM hold WHERE id = ?",
                        prompt.promptId().value()))
                .isEqualTo(first.held().value());
        assertThat(database.number(
                        "SELECT count(*) FROM reject WHERE id = ?",
                        prompt.promptId().value()))
                .isZero();
    }

    /** Billing adds headers, so what just fits coming in does not fit going out. */
    private static int sendTheLargestThatFits(WireRecord prompt) {
        for (int size = 1_048_576; size > 1_000_000; size -= 20) {
            try {
                probe.kafka.send(new WireRecord(prompt.topic(), prompt.key(), prompt.headers(), new byte[size]));
                return size;
            } catch (AssertionError tooLarge) {
                assertThat(tooLarge).hasRootCauseInstanceOf(RecordTooLargeException.class);
            }
        }
        throw new AssertionError("Kafka takes no record of a megabyte");
    }
}
