package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.BillingProbe.stranger;
import static dev.kopeck.billing.BillingProbe.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.ReplyAddress;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A door that holds a client's connection says where it waits, and hears there what became of its prompt. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RepliesIT {

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
    void authorisedPromptIsToldWhereItsDoorWaitsAndNowhereElse() {
        // Given
        var prompt = waiting(probe.prompt(stranger(), MODEL, 100, 1000), 1, "door-1/a");
        // When
        probe.submit(prompt);
        // Then
        var reply = probe.kafka.await(Topic.PROMPTS_REPLIES, BillingProbe.of(prompt.promptId()));
        assertThat(reply.partition()).isEqualTo(1);
        assertThat(reply.headers())
                .containsEntry("REPLY_CORRELATION_ID", "door-1/a")
                .containsEntry("ce_type", "dev.kopeck.prompts.authorized.v1");
        assertThat(probe.authorized(reply).prompt()).isEqualTo(prompt);
        probe.authorized(probe.prompt(prompt.payer(), MODEL, 1, 1));
        assertThat(probe.kafka.records(Topic.PROMPTS_AUTHORIZED.topicName(), BillingProbe.of(prompt.promptId())))
                .isEmpty();
    }

    @Test
    void declinedPromptTellsWhatWasNeededWhereItsDoorWaits() {
        // Given
        var prompt = waiting(probe.prompt(stranger(), MODEL, 900_000_000, 1000), null, "door-1/b");
        // When
        probe.submit(prompt);
        // Then
        var reply = probe.kafka.await(Topic.PROMPTS_REPLIES, told(prompt.promptId() + ".declined"));
        assertThat(reply.headers()).containsEntry("REPLY_CORRELATION_ID", "door-1/b");
        var declined = probe.value(reply, PromptDeclined.class);
        assertThat(declined.reason()).isEqualTo(DeclineReason.INSUFFICIENT_FUNDS);
        assertThat(declined.needed()).isGreaterThan(declined.available());
        assertThat(declined.available()).isGreaterThan(Nanos.ZERO);
    }

    @Test
    void promptDeliveredAgainIsAnsweredWhereItAsksThisTime() {
        // Given
        var prompt = probe.prompt(stranger(), MODEL, 100, 1000);
        probe.submit(waiting(prompt, null, "door-1/c"));
        var first = probe.kafka.await(Topic.PROMPTS_REPLIES, BillingProbe.of(prompt.promptId()));
        // When
        probe.submit(waiting(prompt, null, "door-2/c"));
        // Then
        var second = probe.kafka
                .await(Topic.PROMPTS_REPLIES.topicName(), BillingProbe.of(prompt.promptId()), 2, Eventually.DEADLINE)
                .get(1);
        assertThat(second.headers()).containsEntry("REPLY_CORRELATION_ID", "door-2/c");
        assertThat(probe.authorized(second).held())
                .isEqualTo(probe.authorized(first).held());
    }

    @Test
    void onlyTheTopicForRepliesIsObeyed() {
        // Given a door that wants its reply among the changes of accounts
        var record = probe.record(waiting(probe.prompt(stranger(), MODEL, 100, 1000), null, "door-1/d"));
        var headers = new HashMap<>(record.headers());
        headers.put("REPLY_TOPIC", Topic.ACCOUNTS_CHANGED.topicName());
        // When
        probe.kafka.send(new WireRecord(record.topic(), record.key(), headers, record.value()));
        // Then
        var letter = probe.kafka.await(
                Topic.PROMPTS_SUBMITTED.deadLetterName(),
                seen -> "door-1/d".equals(seen.headers().get("REPLY_CORRELATION_ID")));
        assertThat(letter.headers().get("dead-letter-reason")).contains("REPLY_TOPIC", "prompts.replies.v1");
    }

    @Test
    void partitionThatTheTopicDoesNotHaveStopsNobody() {
        // Given a partition that is in order, but not on this broker
        var prompt = waiting(probe.prompt(stranger(), MODEL, 100, 1000), Topic.PARTITIONS - 1, "door-1/e");
        // When
        probe.submit(prompt);
        // Then
        var reply = probe.kafka.await(Topic.PROMPTS_REPLIES, BillingProbe.of(prompt.promptId()));
        assertThat(reply.headers()).containsEntry("REPLY_CORRELATION_ID", "door-1/e");
    }

    @Test
    void chargeCarriesWhatTheDoorCallsThePrompt() {
        // Given
        var prompt = probe.prompt(stranger(), MODEL, 100, 1000);
        var finished = correlated(
                probe.completion(probe.authorized(prompt), Outcome.COMPLETED, Usage.of(100, 10)), false, "door-1/f");
        // When
        probe.kafka.send(probe.record(finished));
        // Then
        var told = probe.kafka.await(Topic.CHARGES_SETTLED, told(prompt.promptId() + ".settled"));
        assertThat(told.headers()).containsEntry("REPLY_CORRELATION_ID", "door-1/f");
        assertThat(probe.value(told, ChargeSettled.class).charged()).isGreaterThan(Nanos.ZERO);
    }

    @Test
    void embeddingIsChargedForItsInput() {
        // Given an answer that has no tokens of output by its nature
        var prompt = probe.prompt(stranger(), MODEL, 1000, 1);
        var authorized = probe.authorized(prompt);
        var usage = Usage.of(1000, 0);
        // When
        var settled =
                probe.settled(correlated(probe.completion(authorized, Outcome.COMPLETED, usage), true, "door-1/g"));
        // Then
        assertThat(settled.resolution()).isEqualTo(ChargeSettled.Resolution.SETTLED);
        assertThat(settled.charged()).isEqualTo(authorized.price().costOf(usage));
        assertThat(settled.charged()).isGreaterThan(Nanos.ZERO);
    }

    private static PromptSubmitted waiting(PromptSubmitted prompt, @Nullable Integer partition, String correlationId) {
        return new PromptSubmitted(
                prompt.promptId(),
                prompt.payer(),
                prompt.channel(),
                prompt.model(),
                prompt.inputTokens(),
                prompt.maxOutputTokens(),
                prompt.priority(),
                prompt.apiKeyId(),
                new ReplyAddress(Topic.PROMPTS_REPLIES, partition, correlationId));
    }

    private static CompletionFinished correlated(CompletionFinished of, boolean inputOnly, String correlationId) {
        return new CompletionFinished(
                of.promptId(),
                of.payer(),
                of.channel(),
                of.accountId(),
                of.model(),
                of.priceVersion(),
                of.outcome(),
                of.usage(),
                of.estimated(),
                of.attempts(),
                of.timings(),
                inputOnly,
                correlationId);
    }
}
