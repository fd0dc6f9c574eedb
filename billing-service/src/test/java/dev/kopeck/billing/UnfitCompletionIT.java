package dev.kopeck.billing;

import static dev.kopeck.billing.BillingProbe.MODEL;
import static dev.kopeck.billing.BillingProbe.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Completions that do not fit the books are set aside with the reason, and change nothing. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class UnfitCompletionIT {

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
    void scenario03_completionWithoutReservationIsSetAside() {
        // Given
        var template = probe.completion(authorized(10, 10), Outcome.COMPLETED, Usage.of(10, 10));
        var unknown = new CompletionFinished(
                probe.newId(),
                template.payer(),
                template.channel(),
                template.accountId(),
                template.model(),
                template.priceVersion(),
                template.outcome(),
                template.usage(),
                false,
                1,
                template.timings());
        // When
        probe.kafka.send(probe.record(unknown));
        // Then
        assertThat(reasonToSetAside(unknown)).isEqualTo("no reservation of this prompt exists");
        assertThat(database.ledgerRows(unknown.promptId().value())).isZero();
    }

    @Test
    void completionForAnotherAccountIsSetAside() {
        // Given
        var other = authorized(10, 10).accountId();
        var completion = probe.completion(authorized(10, 10), Outcome.COMPLETED, Usage.of(10, 10));
        // When
        probe.kafka.send(probe.record(BillingProbe.of(completion, other, completion.priceVersion())));
        // Then
        assertThat(reasonToSetAside(completion)).contains("does not belong to account " + other);
    }

    @Test
    void completionForAnUnknownAccountIsSetAside() {
        // Given
        var completion = probe.completion(authorized(10, 10), Outcome.COMPLETED, Usage.of(10, 10));
        // When
        probe.kafka.send(
                probe.record(BillingProbe.of(completion, new AccountId(999_999_999_999L), completion.priceVersion())));
        // Then
        assertThat(reasonToSetAside(completion)).isEqualTo("account 999999999999 does not exist");
    }

    @Test
    void completionAtAnotherPriceIsSetAside() {
        // Given
        var completion = probe.completion(authorized(10, 10), Outcome.COMPLETED, Usage.of(10, 10));
        int other = (int) database.number("SELECT max(version) FROM price WHERE model = 'gpt-4o'");
        // When
        probe.kafka.send(probe.record(BillingProbe.of(completion, completion.accountId(), other)));
        probe.kafka.send(probe.record(BillingProbe.of(completion, completion.accountId(), 2_000_000_000)));
        // Then
        assertThat(probe
                        .kafka
                        .await(
                                Topic.COMPLETIONS_FINISHED.deadLetterName(),
                                BillingProbe.of(completion.promptId()),
                                2,
                                Eventually.DEADLINE)
                        .stream()
                        .map(letter -> letter.headers().get("dead-letter-reason")))
                .containsExactlyInAnyOrder(
                        "the reservation was not made with price version " + other,
                        "price version 2000000000 does not exist");
        assertThat(database.number(
                        "SELECT count(*) FROM hold WHERE id = ?",
                        completion.promptId().value()))
                .isOne();
    }

    private PromptAuthorized authorized(long inputTokens, long maxOutputTokens) {
        return probe.authorized(probe.prompt(stranger(), MODEL, inputTokens, maxOutputTokens));
    }

    private String reasonToSetAside(CompletionFinished completion) {
        var letter =
                probe.kafka.await(Topic.COMPLETIONS_FINISHED.deadLetterName(), BillingProbe.of(completion.promptId()));
        return String.valueOf(letter.headers().get("dead-letter-reason"));
    }
}
