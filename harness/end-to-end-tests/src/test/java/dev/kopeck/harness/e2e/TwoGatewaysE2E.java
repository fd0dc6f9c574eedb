package dev.kopeck.harness.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.e2e.Books.Entry;
import dev.kopeck.harness.testkit.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways on one Kafka take prompts in; one of them is killed in the middle. */
@ExtendWith(RunningKopeck.class)
class TwoGatewaysE2E {

    private static final int USERS = 20;
    private static final int PROMPTS_EACH = 5;
    private static final int ANSWERS_BEFORE_THE_KILL = 20;
    private static final String TOP_UP = "1.00";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Kopeck kopeck;

    TwoGatewaysE2E(Kopeck kopeck) {
        this.kopeck = kopeck;
    }

    private record Asked(ApiUser user, String id, String marker) {}

    @Test
    void noPromptIsLostNoneIsChargedTwiceAndNoModelIsAskedTwiceWithinALease() {
        // Given
        var first = kopeck.service("llm-gateway-service");
        var second = kopeck.anotherGateway("llm-gateway-service-2");
        var users = IntStream.range(0, USERS)
                .mapToObj(i -> ApiUser.arrive(kopeck.books(), "two-gateways-" + i, TOP_UP))
                .toList();
        long answersBefore = kopeck.modelAnswers();
        var asked = new ArrayList<Asked>();
        for (int round = 0; round < PROMPTS_EACH; round++) {
            for (int i = 0; i < USERS; i++) {
                var gateway = (i + round) % 2 == 0 ? first.url() : second.url();
                asked.add(ask(users.get(i), gateway, "tg-%d-%d".formatted(i, round)));
            }
        }
        Eventually.eventually(
                PATIENCE,
                () -> assertThat(kopeck.modelAnswers() - answersBefore)
                        .isGreaterThanOrEqualTo(ANSWERS_BEFORE_THE_KILL));
        // When
        first.kill();
        assertThat(kopeck.modelAnswers() - answersBefore)
                .as("the kill comes in the middle of the burst")
                .isLessThan(asked.size());
        // Then: the other one has them all, those of the dead one too
        asked.forEach(prompt -> everyPromptIsAnswered(prompt, second.url()));
        users.forEach(user -> theBooksAddUp(user, asked));
        // A prompt whose gateway died is asked once more, when its lease is over; all others are asked once
        assertThat(asked).allSatisfy(prompt -> {
            long claims = attempts(prompt, second.url());
            assertThat(claims).isBetween(1L, 2L);
            assertThat(kopeck.modelCalls(prompt.marker())).isBetween(1L, claims);
        });
        first.start();
        second.kill();
    }

    private static Asked ask(ApiUser user, URI gateway, String marker) {
        var text = "sim:speed=40 sim:tokens=60 sim:id=%s".formatted(marker);
        var answer = user.submit(gateway, marker, text).expect(202);
        // A client that did not hear the answer asks again, also the other gateway
        var id = answer.path("id").asText();
        assertThat(user.submit(gateway, marker, text).expect(202).path("id").asText())
                .isEqualTo(id);
        return new Asked(user, id, marker);
    }

    private static void everyPromptIsAnswered(Asked prompt, URI gateway) {
        Eventually.eventually(PATIENCE, () -> {
            var found = prompt.user().prompt(gateway, prompt.id());
            assertThat(found.path("status").asText()).isEqualTo("completed");
            assertThat(found.path("text").asText()).isNotBlank();
            assertThat(found.path("cost").asText()).isNotBlank();
        });
    }

    private static long attempts(Asked prompt, URI gateway) {
        return prompt.user().prompt(gateway, prompt.id()).path("attempts").asLong();
    }

    private void theBooksAddUp(ApiUser user, List<Asked> asked) {
        var ids = asked.stream()
                .filter(prompt -> prompt.user().equals(user))
                .map(Asked::id)
                .toList();
        Eventually.eventually(PATIENCE, () -> {
            var account = kopeck.books().accountOf(user.payer());
            List<Entry> entries = kopeck.books().entriesOf(account);
            assertThat(entries).hasSize(PROMPTS_EACH + 1);
            assertThat(entries.stream().map(Entry::id).toList())
                    .containsAll(ids)
                    .doesNotHaveDuplicates();
            assertThat(account.held()).isEqualTo(Nanos.ZERO);
            var balance = Nanos.ZERO;
            for (var entry : entries.reversed()) {
                balance = balance.plus(entry.amount());
                assertThat(entry.balanceAfter()).isEqualTo(balance);
            }
            assertThat(account.posted()).isEqualTo(balance).isLessThan(Nanos.parse(TOP_UP));
        });
    }
}
