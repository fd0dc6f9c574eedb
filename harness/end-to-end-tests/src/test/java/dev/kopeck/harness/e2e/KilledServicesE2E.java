package dev.kopeck.harness.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.e2e.Books.Entry;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaProbe.SeenRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each service is killed in the middle of a burst; afterwards nothing is missing and nothing happened twice. */
@ExtendWith(RunningKopeck.class)
class KilledServicesE2E {

    private static final int USERS = 20;
    private static final int PROMPTS_EACH = 10;
    /** So many answers are there when the service dies, and so many are still to come. */
    private static final int ANSWERS_BEFORE_THE_KILL = 40;

    private static final Nanos GRANT = Nanos.parse("1.00");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Kopeck kopeck;

    KilledServicesE2E(Kopeck kopeck) {
        this.kopeck = kopeck;
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing-service", "llm-gateway-service", "telegram-service"})
    void scenario01_everyPromptOfABurstIsAnsweredAndChargedOnceThoughAServiceDies(String victim) {
        // Given
        var users = IntStream.range(0, USERS)
                .mapToObj(i -> kopeck.newUser("User " + i))
                .toList();
        long answersBefore = kopeck.modelAnswers();
        for (int prompt = 0; prompt < PROMPTS_EACH; prompt++) {
            for (var user : users) {
                user.says("sim:speed=40 sim:id=%s The answer repeats %s"
                        .formatted(marker(victim, user, prompt), phrase(prompt)));
            }
        }
        Eventually.eventually(
                PATIENCE,
                () -> assertThat(kopeck.modelAnswers())
                        .isGreaterThanOrEqualTo(answersBefore + ANSWERS_BEFORE_THE_KILL));
        // When
        kopeck.service(victim).kill();
        assertThat(kopeck.modelAnswers() - answersBefore)
                .as("the kill comes in the middle of the burst")
                .isLessThan(USERS * PROMPTS_EACH);
        kopeck.service(victim).start();
        // Then
        users.forEach(user -> everyPromptIsAnsweredOnce(victim, user));
        users.forEach(this::theBooksAddUp);
    }

    /** The simulated model repeats what it was asked, so each answer tells which prompt it belongs to. */
    private void everyPromptIsAnsweredOnce(String victim, ChatUser user) {
        Eventually.eventually(PATIENCE, () -> {
            var answers = user.messages().stream()
                    .map(ChatUser.BotMessage::text)
                    .filter(text -> text.contains("$0.000"))
                    .toList();
            for (int prompt = 0; prompt < PROMPTS_EACH; prompt++) {
                var phrase = "“The answer repeats " + phrase(prompt) + "”";
                assertThat(answers.stream().filter(text -> text.contains(phrase)))
                        .as("answers to prompt %d of user %d", prompt, user.id())
                        .hasSize(1);
            }
        });
        for (int prompt = 0; prompt < PROMPTS_EACH; prompt++) {
            assertThat(kopeck.modelCalls(marker(victim, user, prompt))).isBetween(1L, 2L);
        }
    }

    private void theBooksAddUp(ChatUser user) {
        // Every prompt that was submitted, however often it was told
        Set<String> prompts = promptsOf(user.payer());
        assertThat(prompts).hasSize(PROMPTS_EACH);
        Eventually.eventually(PATIENCE, () -> {
            var account = kopeck.books().accountOf(user.payer());
            List<Entry> entries = kopeck.books().entriesOf(account);
            // One ledger entry for each prompt, and one for the grant
            assertThat(entries).hasSize(PROMPTS_EACH + 1);
            assertThat(entries.stream().map(Entry::id).toList())
                    .containsAll(prompts)
                    .doesNotHaveDuplicates();
            // Every hold is resolved, every balance follows from the one before
            assertThat(account.held()).isEqualTo(Nanos.ZERO);
            var balance = Nanos.ZERO;
            for (var entry : entries.reversed()) {
                balance = balance.plus(entry.amount());
                assertThat(entry.balanceAfter()).isEqualTo(balance);
            }
            assertThat(account.posted()).isEqualTo(balance).isLessThan(GRANT);
        });
        everyChargeIsToldOneWay(user);
    }

    /** Facts may be told again after a crash, but only ever the same. */
    private void everyChargeIsToldOneWay(ChatUser user) {
        Map<String, Set<String>> told =
                kopeck.topics().records(Topic.CHARGES_SETTLED.topicName(), r -> isOf(r, user.payer())).stream()
                        .collect(Collectors.groupingBy(
                                record -> String.valueOf(record.headers().get("ce_id")),
                                Collectors.mapping(SeenRecord::text, Collectors.toSet())));
        assertThat(told).hasSize(PROMPTS_EACH);
        assertThat(told.values()).allSatisfy(versions -> assertThat(versions).hasSize(1));
    }

    private Set<String> promptsOf(Payer payer) {
        return kopeck.topics().records(Topic.PROMPTS_SUBMITTED.topicName(), r -> isOf(r, payer)).stream()
                .map(record -> String.valueOf(record.headers().get("ce_promptid")))
                .collect(Collectors.toSet());
    }

    private static boolean isOf(SeenRecord seen, Payer payer) {
        return payer.value().equals(seen.key());
    }

    private static String phrase(int prompt) {
        return "phrase-%d.".formatted(prompt);
    }

    private static String marker(String victim, ChatUser user, int prompt) {
        return "%s-%d-%d".formatted(victim, user.id(), prompt);
    }
}
