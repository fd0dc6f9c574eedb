package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.gateway.BillingStub.ApiKey;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaProbe.SeenRecord;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The prompt API with a client on one side, and a test that plays billing on the other. */
abstract class PromptApiIT extends GatewayIT {

    private static final PriceTerms PRICE = PriceTerms.flat(7, new Rates(150, 75, 0, 600, 600));

    static String asking(String text) {
        return """
                {"model":"kopeck-sim","messages":[{"role":"user","content":"%s"}],"maxOutputTokens":500}""".formatted(text);
    }

    static ValidatableResponse post(ApiKey key, String idempotencyKey, String body) {
        var request = given().header("Authorization", key.bearer()).contentType(ContentType.JSON);
        return (idempotencyKey.isEmpty() ? request : request.header("Idempotency-Key", idempotencyKey))
                .body(body)
                .post("/v1/prompts")
                .then();
    }

    static String submitted(ApiKey key, String text) {
        return post(key, "", asking(text)).statusCode(202).extract().path("id");
    }

    static ValidatableResponse get(ApiKey key, String path) {
        return given().header("Authorization", key.bearer()).get(path).then();
    }

    static JsonPath prompt(ApiKey key, String id) {
        return get(key, "/v1/prompts/" + id).statusCode(200).extract().jsonPath();
    }

    static ValidatableResponse cancel(ApiKey key, String id) {
        return given().header("Authorization", key.bearer())
                .delete("/v1/prompts/" + id)
                .then();
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** What billing gets to see of a prompt. */
    SeenRecord submission(String id) {
        return kafka.await(Topic.PROMPTS_SUBMITTED, record -> isOf(record, PromptId.parse(id)));
    }

    List<SeenRecord> submissions(String id) {
        return kafka.records(Topic.PROMPTS_SUBMITTED.topicName(), record -> isOf(record, PromptId.parse(id)));
    }

    PromptSubmitted factsOf(String id) {
        try {
            return CODEC.readSubmitted(submission(id).headers());
        } catch (MalformedEventException e) {
            throw new AssertionError("the gateway submitted something unreadable", e);
        }
    }

    /** As billing does: the facts, and the value untouched. */
    void authorize(String id) {
        var seen = submission(id);
        var facts = factsOf(id);
        var account = facts.payer().accountId().orElseThrow();
        var authorized = new PromptAuthorized(
                facts,
                account,
                PRICE,
                new Nanos(1_000_000),
                facts.maxOutputTokens(),
                Instant.now().plus(Duration.ofMinutes(10)));
        kafka.send(CODEC.encode(authorized, seen.value(), Instant.now()));
    }

    void decline(String id, DeclineReason reason) {
        var facts = factsOf(id);
        kafka.send(CODEC.encode(
                new PromptDeclined(
                        facts.promptId(),
                        facts.payer(),
                        facts.channel(),
                        facts.model(),
                        reason,
                        Nanos.parse("0.01"),
                        Nanos.parse("0.002"),
                        "USD"),
                Instant.now()));
    }

    void settle(String id, Resolution resolution, String charged) {
        var promptId = PromptId.parse(id);
        var facts = factsOf(id);
        kafka.send(CODEC.encode(
                new ChargeSettled(
                        promptId,
                        facts.payer(),
                        Channel.API,
                        new AccountId(facts.payer().accountId().orElseThrow().value()),
                        facts.model(),
                        resolution,
                        Nanos.parse(charged),
                        Nanos.ZERO,
                        Nanos.ZERO,
                        Nanos.ZERO,
                        "USD",
                        PRICE.version(),
                        List.of(),
                        false),
                Instant.now()));
    }

    /** The whole way of a prompt. */
    String answered(ApiKey key, String text) {
        var id = submitted(key, text);
        authorize(id);
        awaitFinished(id, 1);
        settle(id, Resolution.SETTLED, "0.0125");
        eventually(() -> assertThat(prompt(key, id).getString("cost")).isEqualTo("0.0125"));
        return id;
    }

    List<Finished> awaitFinished(String id, int count) {
        return kafka
                .await(
                        Topic.COMPLETIONS_FINISHED.topicName(),
                        record -> isOf(record, PromptId.parse(id)),
                        count,
                        Eventually.DEADLINE)
                .stream()
                .map(GatewayIT::read)
                .toList();
    }

    static void awaitStatus(ApiKey key, String id, String status) {
        eventually(() -> assertThat(prompt(key, id).getString("status")).isEqualTo(status));
    }
}
