package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.PromptId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Prompts that nobody waits for: taken in, answered, shown, taken back. */
@QuarkusTest
class PromptsIT extends PromptApiIT {

    @Inject
    @SuppressWarnings("NullAway.Init")
    DataSource database;

    @Test
    void aPromptIsTakenInAtOnceAndAnsweredLater() {
        // Given
        var key = billing.issue();
        // When
        var taken = post(key, "", asking("The answer repeats this."))
                .statusCode(202)
                .header("Location", containsString("/v1/prompts/"))
                .body("status", is("queued"))
                .body("text", nullValue())
                .body("cost", nullValue());
        var id = taken.extract().<String>path("id");
        taken.header("Location", endsWith(id));
        authorize(id);
        awaitFinished(id, 1);
        settle(id, Resolution.SETTLED, "0.0125");
        // Then
        get(key, "/v1/prompts/" + id + "?wait=10s")
                .statusCode(200)
                .body("status", is("completed"))
                .body("text", containsString("The answer repeats this."))
                .body("finishReason", is("stop"))
                .body("cost", is("0.0125"))
                .body("currency", is("USD"))
                .body("usage.outputTokens", notNullValue())
                .body("usage.estimated", is(false))
                .body("timing.processMs", notNullValue())
                .body("attempts", is(1))
                .body("endedAt", notNullValue());
    }

    @Test
    void billingGetsTheFactsAndNobodyTheTexts() {
        // Given
        var key = billing.issue();
        // When
        var id = submitted(key, "Nobody but a model reads this.");
        authorize(id);
        var finished = awaitFinished(id, 1).getFirst();
        // Then
        var facts = factsOf(id);
        assertThat(facts.payer().value()).isEqualTo("account:" + key.accountId());
        assertThat(facts.channel()).isEqualTo(Channel.API);
        assertThat(facts.apiKeyId()).isEqualTo(key.id());
        assertThat(facts.maxOutputTokens()).isEqualTo(500);
        assertThat(facts.inputTokens()).isGreaterThan(5);
        assertThat(submission(id).value()).isEmpty();
        assertThat(finished.facts().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(finished.facts().usage().outputTokens()).isPositive();
        assertThat(finished.content().text()).isEmpty();
    }

    @Test
    void withoutALimitTheModelsOwnIsAskedFor() {
        var id = post(
                        billing.issue(),
                        "",
                        "{\"model\":\"kopeck-sim\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                .statusCode(202)
                .extract()
                .<String>path("id");
        assertThat(factsOf(id).maxOutputTokens()).isEqualTo(1024);
        assertThat(factsOf(id).priority()).isEqualTo(5);
    }

    @Test
    void theSameRequestIsOnePromptHoweverOftenItComes() {
        // Given
        var key = billing.issue();
        var name = newKey();
        // When
        var ids = new HashSet<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> once(key, name), threads))
                    .toList()
                    .forEach(answer -> ids.add(answer.join()));
        }
        // Then
        assertThat(ids).hasSize(1);
        var id = ids.iterator().next();
        post(key, name, asking("Once."))
                .statusCode(202)
                .header("Idempotent-Replayed", "true")
                .body("id", is(id));
        assertThat(submissions(id)).hasSize(1);
    }

    @Test
    void anotherRequestByTheSameNameIsRefused() {
        // Given
        var key = billing.issue();
        var name = newKey();
        post(key, name, asking("One.")).statusCode(202);
        // Then
        post(key, name, asking("Another."))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", is("urn:kopeck:problem:idempotency-key-reused"))
                .body("field", is("Idempotency-Key"));
    }

    @Test
    void aKeysNameMeansNothingToAnotherAccount() {
        var name = newKey();
        var one = post(billing.issue(), name, asking("Mine.")).extract().<String>path("id");
        var other = post(billing.issue(), name, asking("Mine, too."))
                .statusCode(202)
                .extract()
                .<String>path("id");
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void aDeclinedPromptSaysWhy() {
        // Given
        var key = billing.issue();
        var id = submitted(key, "Too dear.");
        // When
        decline(id, DeclineReason.INSUFFICIENT_FUNDS);
        // Then
        awaitStatus(key, id, "declined");
        get(key, "/v1/prompts/" + id)
                .body("declined.reason", is("insufficient_funds"))
                .body("declined.needed", is("0.01"))
                .body("declined.available", is("0.002"))
                .body("cost", is("0.00"))
                .body("text", nullValue())
                .body("endedAt", notNullValue());
    }

    @Test
    void aModelThatFailsCostsNothingAndSaysSo() {
        // Given
        var key = billing.issue();
        var id = submitted(key, "sim:400");
        authorize(id);
        awaitFinished(id, 1);
        // When
        settle(id, Resolution.RELEASED, "0");
        // Then
        eventually(() -> get(key, "/v1/prompts/" + id)
                .body("status", is("failed"))
                .body("problem.code", is("provider_error"))
                .body("cost", is("0.00"))
                .body("text", nullValue()));
    }

    @Test
    void aHoldThatRanOutIsAFailure() {
        // Given
        var key = billing.issue();
        var id = submitted(key, "Nobody took it.");
        submission(id);
        // When
        settle(id, Resolution.EXPIRED, "0");
        // Then
        eventually(() ->
                get(key, "/v1/prompts/" + id).body("status", is("failed")).body("problem.code", is("hold_expired")));
        // And when billing hears of it after all
        settle(id, Resolution.SETTLED_LATE, "0.003");
        eventually(() -> get(key, "/v1/prompts/" + id).body("cost", is("0.003")));
    }

    @Test
    void whatIsToldTwiceCountsOnce() {
        // Given
        var key = billing.issue();
        var id = answered(key, "Twice.");
        // When
        settle(id, Resolution.SETTLED, "9.99");
        authorize(id);
        // Then
        awaitFinished(id, 2);
        var other = answered(key, "And another one.");
        assertThat(prompt(key, other).getString("cost")).isEqualTo("0.0125");
        assertThat(prompt(key, id).getString("cost")).isEqualTo("0.0125");
        assertThat(prompt(key, id).getInt("attempts")).isEqualTo(1);
    }

    @Test
    void promptsBelongToTheAccountWhicheverOfItsKeysAsks() {
        // Given
        var key = billing.issue();
        var id = submitted(key, "Mine.");
        // Then
        get(billing.issue(key.accountId()), "/v1/prompts/" + id).statusCode(200);
        get(billing.issue(), "/v1/prompts/" + id).statusCode(404).body("field", is("id"));
        cancel(billing.issue(), id).statusCode(404);
        assertThat(prompt(key, id).getString("cancelRequested")).isNull();
    }

    @Test
    void aWaitEndsWhenItsTimeIsUp() {
        var key = billing.issue();
        var id = submitted(key, "Nobody answers.");
        get(key, "/v1/prompts/" + id + "?wait=300ms").statusCode(200).body("status", is("queued"));
    }

    /** As after a crash between the row and Kafka. */
    @Test
    void whatACrashLeftUntoldIsTold() throws SQLException {
        // Given
        var key = billing.issue();
        var id = PromptId.mint(Instant.now(), new Random());
        insert(id, key, "Left behind.");
        // When
        authorize(id.toString());
        // Then
        awaitFinished(id.toString(), 1);
        eventually(() -> get(key, "/v1/prompts/" + id)
                .body("status", is("completed"))
                .body("text", containsString("Left behind.")));
    }

    private void insert(PromptId id, BillingStub.ApiKey key, String text) throws SQLException {
        try (var connection = database.getConnection();
                var row = connection.prepareStatement("""
                        insert into api_prompt (prompt_id, account_id, key_id, request_hash, model, input_tokens,
                            max_output_tokens, priority, messages, texts_kept_for, messages_kept, created_at)
                        values (?, ?, ?, '', 'kopeck-sim', 100, 50, 5, ?, interval '1 day', true, now() - interval '1 hour')
                        """)) {
            row.setObject(1, id.value());
            row.setLong(2, key.accountId());
            row.setObject(3, key.id());
            row.setString(4, "{\"messages\":[{\"role\":\"user\",\"text\":\"" + text + "\"}]}");
            assertThat(row.executeUpdate()).isEqualTo(1);
        }
    }

    private static String once(BillingStub.ApiKey key, String name) {
        return post(key, name, asking("Once.")).statusCode(202).extract().path("id");
    }
}
