package dev.kopeck.telegram;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.harness.simulators.telegram.ApiFault;
import dev.kopeck.harness.simulators.telegram.TelegramSimulatorSettings;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import dev.kopeck.telegram.support.BotFixture;
import dev.kopeck.telegram.support.BotTestBase;
import dev.kopeck.telegram.support.SimulatedWorld;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What goes wrong around the service must not be seen in any chat. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(SimulatedWorld.class)
class ReliabilityIT extends BotTestBase {

    @Test
    void aRecordThatCannotBeReadIsSetAsideAsItCameAndTheNextIsTaken() {
        // Given
        var asked = chat.ask("Between broken records.");
        var broken = new ProducerRecord<>(
                Topic.CHARGES_SETTLED.topicName(), chat.payer().value(), bytes("{\"promptId\":"));
        broken.headers().add("ce_id", bytes("broken-" + chat.userId()));
        var headless = new ProducerRecord<>(
                Topic.COMPLETIONS_FINISHED.topicName(), chat.payer().value(), bytes("{\"text\":\"secret words\"}"));
        // When
        kafka.send(broken);
        kafka.send(headless);
        chat.completes(asked, "All well.");
        chat.charges(asked, "0.01", "0.99");
        // Then
        chat.seesOnly("All well.\n\n— $0.01 · balance $0.99");
        var letter = kafka.await(
                Topic.CHARGES_SETTLED.deadLetterName(),
                record -> ("broken-" + chat.userId()).equals(record.headers().get("ce_id")));
        assertThat(letter.key()).isEqualTo(chat.payer().value());
        assertThat(letter.text()).isEqualTo("{\"promptId\":");
        assertThat(letter.headers())
                .containsEntry("dead-letter-topic", Topic.CHARGES_SETTLED.topicName())
                .containsKeys("dead-letter-partition", "dead-letter-offset")
                .hasEntrySatisfying(
                        "dead-letter-reason", reason -> assertThat(reason).startsWith("value"));
        var other = kafka.await(
                Topic.COMPLETIONS_FINISHED.deadLetterName(),
                record -> chat.payer().value().equals(record.key()));
        assertThat(other.headers().get("dead-letter-reason")).doesNotContain("secret");
    }

    @Test
    void whatPostgresCannotStoreIsCleanedInsteadOfBlockingTheTopic() {
        // Given
        var asked = chat.ask("Odd characters.");
        // When
        chat.completes(asked, "a\u0000b");
        chat.charges(asked, "0.01", "0.99");
        // Then
        chat.seesOnly("ab\n\n— $0.01 · balance $0.99");
    }

    @Test
    void outcomesOfPromptsThatAreNotOursArePassedOver() {
        // Given
        var strange = PromptId.derived(Instant.EPOCH, "nobody's " + chat.userId());
        var codec = new EventCodec("/test");
        // When
        kafka.send(codec.encode(
                chat.finished(strange, Outcome.COMPLETED),
                codec.writeContent(new CompletionContent("Who asked?", "stop", null)),
                Instant.EPOCH));
        var asked = chat.ask("Still here?");
        chat.completes(asked, "Yes.");
        chat.charges(asked, "0.01", "0.99");
        // Then
        chat.seesOnly("Yes.\n\n— $0.01 · balance $0.99");
    }

    @Test
    void aBurstOverManyChatsWithFaultsIsAnsweredOnceEach() {
        // Given
        var chats = Stream.concat(
                        Stream.of(chat), IntStream.range(1, 10).mapToObj(_ -> new BotFixture(telegram, kafka)))
                .toList();
        telegram.failNext("getUpdates", ApiFault.CUT_AFTER, 0, 1);
        telegram.failNext("editMessageText", ApiFault.SERVER_ERROR, 0, 5);
        telegram.failNext("editMessageText", ApiFault.CUT_AFTER, 0, 5);
        telegram.failNext("editMessageText", ApiFault.TOO_MANY_REQUESTS, 1, 2);
        // When
        for (int i = 0; i < 3; i++) {
            for (var one : chats) {
                telegram.userWrites(one.userId(), "question " + i);
            }
        }
        for (var one : chats) {
            eventually(() -> assertThat(ids(one)).hasSize(3));
            distinct(one).forEach(prompt -> {
                one.completes(prompt, "answer to " + prompt.id());
                one.charges(prompt, "0.01", "0.99");
            });
        }
        // Then
        for (var one : chats) {
            var answers = distinct(one).stream()
                    .map(prompt -> "answer to " + prompt.id() + "\n\n— $0.01 · balance $0.99")
                    .toArray(String[]::new);
            eventually(() -> assertThat(one.botSays()).containsExactlyInAnyOrder(answers));
        }
    }

    @Test
    void oneRequestForUpdatesIsUnderWayAndTheServiceIsReady() {
        // Then
        eventually(() -> get("/q/health/ready").then().statusCode(200));
        assertThat(get("/q/health/ready").asString()).contains("telegram-polling", "polls");
        assertThat(telegram.calls("getUpdates"))
                .isNotEmpty()
                .noneSatisfy(call -> assertThat(call.status()).isEqualTo(409))
                .allSatisfy(call -> assertThat(
                                call.parameters().path("allowed_updates").get(0).asText())
                        .isEqualTo("message"));
    }

    @Test
    void theTokenIsInNoMetric() {
        // Given
        var asked = chat.ask("Count me.");
        chat.completes(asked, "Counted.");
        eventually(() -> assertThat(chat.botSays()).contains("Counted."));
        // When
        var metrics = get("/q/metrics").asString();
        // Then
        assertThat(metrics)
                .contains("kopeck_telegram_updates_total", "kopeck_telegram_deliveries_total", "uri=\"/sendMessage\"")
                .doesNotContain(TelegramSimulatorSettings.TOKEN);
    }

    private static List<BotFixture.Asked> distinct(BotFixture one) {
        var seen = new HashSet<PromptId>();
        return one.prompts().stream().filter(prompt -> seen.add(prompt.id())).toList();
    }

    private static List<PromptId> ids(BotFixture one) {
        return distinct(one).stream().map(BotFixture.Asked::id).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
