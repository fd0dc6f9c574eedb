package dev.kopeck.harness.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaProbe.SeenRecord;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on the way in is told clearly, costs nothing, and stops nobody else. */
@ExtendWith(RunningKopeck.class)
class BadInputE2E {

    private static final EventCodec CODEC = new EventCodec("/end-to-end-tests");

    private final Kopeck kopeck;
    private final Prompts prompts;

    BadInputE2E(Kopeck kopeck) {
        this.kopeck = kopeck;
        this.prompts = new Prompts(kopeck.topics());
    }

    @Test
    void aMalformedEventGoesToTheDeadLettersAndTheNextOneIsServed() {
        // Given
        var user = kopeck.newUser("Frank");
        var good = prompts.newPrompt(user.payer(), Kopeck.MODEL, 20);
        var broken = broken(prompts.newPrompt(user.payer(), Kopeck.MODEL, 20), "ce_inputtokens", "many");
        // When
        kopeck.topics().send(broken);
        kopeck.topics().send(Prompts.saying("Hello", good));
        // Then
        var letter = kopeck.topics().await(Topic.PROMPTS_SUBMITTED.deadLetterName(), r -> isOf(r, user.payer()));
        assertThat(letter.headers().get("dead-letter-reason"))
                .contains("ce_inputtokens")
                .contains("many");
        assertThat(letter.headers()).containsEntry("dead-letter-topic", Topic.PROMPTS_SUBMITTED.topicName());
        assertThat(letter.value()).isEqualTo(broken.value());
        var settled = kopeck.topics().await(Topic.CHARGES_SETTLED, r -> isOf(r, user.payer()));
        assertThat(settled.headers()).containsEntry("ce_id", good.promptId() + ".settled");
    }

    @Test
    void aModelWithoutAPriceIsDeclinedByName() {
        // Given
        var user = kopeck.newUser("Grace");
        // When
        kopeck.topics().send(Prompts.saying("Hello", prompts.newPrompt(user.payer(), "dreamt-up-model", 20)));
        // Then
        var declined = kopeck.topics().await(Topic.PROMPTS_DECLINED, r -> isOf(r, user.payer()));
        assertThat(declined.text()).contains("unknown_price").contains("dreamt-up-model");
    }

    @Test
    void aModelThatTheGatewayDoesNotKnowIsRefusedByNameAndCostsNothing() throws Exception {
        // Given a model that has a price and no provider
        var user = kopeck.newUser("Heidi");
        kopeck.books().setPrice("priced-but-unknown", "1.00", "1.00");
        // When
        Eventually.eventually(() -> assertThat(prompts.isAuthorized(user.payer(), "priced-but-unknown"))
                .isTrue());
        // Then
        var finished = kopeck.topics().await(Topic.COMPLETIONS_FINISHED, r -> isOf(r, user.payer()));
        assertThat(CODEC.readFinished(finished.headers()).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(CODEC.read(finished.value(), CompletionContent.class).problem())
                .satisfies(problem -> assertThat(String.valueOf(problem)).contains("priced-but-unknown"));
        nothingIsChargedOrHeld(user);
    }

    @Test
    void aPromptLongerThanTheContextIsToldSoAndCostsNothing() throws Exception {
        // Given
        var user = kopeck.newUser("Ivan");
        var prompt = prompts.newPrompt(user.payer(), Kopeck.MODEL, 9_000);
        // When
        kopeck.topics().send(Prompts.saying("word ".repeat(9_000), prompt));
        // Then
        var finished = kopeck.topics().await(Topic.COMPLETIONS_FINISHED, r -> isOf(r, user.payer()));
        assertThat(CODEC.readFinished(finished.headers()).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(String.valueOf(
                        CODEC.read(finished.value(), CompletionContent.class).problem()))
                .contains("context_length_exceeded");
        nothingIsChargedOrHeld(user);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"amount\":\"-1.00\",\"reference\":\"r\"}            | amount",
                "{\"amount\":\"99999999999999\",\"reference\":\"r\"}   | amount",
                "{\"amount\":\"0.0000000001\",\"reference\":\"r\"}     | amount",
                "{\"amount\":\"ten\",\"reference\":\"r\"}              | amount",
                "{\"reference\":\"r\"}                                 | amount",
                "{\"amount\":\"1.00\"                                  | body",
            })
    void badTopUpsAreAnsweredWithTheFieldAtFault(String body, String field) {
        // Given
        var account = kopeck.books().accountOf(kopeck.newUser("Judy").payer());
        // When
        var answer =
                kopeck.books().post("/v1/accounts/%s/top-ups".formatted(account.id()), body, "bad-" + account.id());
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().path("field").asText("")).isEqualTo(field);
        assertThat(answer.body().path("detail").asText()).isNotBlank();
    }

    private void nothingIsChargedOrHeld(ChatUser user) {
        Eventually.eventually(() -> {
            var account = kopeck.books().accountOf(user.payer());
            assertThat(account.posted()).isEqualTo(Nanos.parse("1.00"));
            assertThat(account.held()).isEqualTo(Nanos.ZERO);
        });
    }

    private static WireRecord broken(PromptSubmitted prompt, String header, String value) {
        var good = Prompts.saying("Hello", prompt);
        var headers = new HashMap<>(good.headers());
        headers.put(header, value);
        return new WireRecord(good.topic(), good.key(), headers, good.value());
    }

    private static boolean isOf(SeenRecord seen, Payer payer) {
        return payer.value().equals(seen.key());
    }
}
