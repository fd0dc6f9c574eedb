package dev.kopeck.telegram;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionContent.Problem;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.harness.simulators.telegram.ApiFault;
import dev.kopeck.harness.simulators.telegram.ChatMessage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import dev.kopeck.telegram.support.BotFixture;
import dev.kopeck.telegram.support.BotTestBase;
import dev.kopeck.telegram.support.SimulatedWorld;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From outcomes to what the chat shows. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(SimulatedWorld.class)
class AnswersIT extends BotTestBase {

    private static final String FOOTER = "\n\n— $0.000123 · balance $0.999877";

    @BeforeEach
    void previewsAreRead() {
        new BotFixture(telegram, kafka).untilPreviewsAreRead();
    }

    @Test
    void anAnswerGrowsInOneMessageAndEndsWithItsPrice() {
        // Given
        var asked = chat.ask("Count to three.");
        chat.seesOnly("…");
        // When
        chat.chunk(asked, 1, "One");
        chat.seesOnly("One");
        chat.chunk(asked, 2, "One, two");
        chat.seesOnly("One, two");
        chat.completes(asked, "One, two, three.");
        chat.charges(asked, "0.000123", "0.999877");
        // Then
        chat.seesOnly("One, two, three." + FOOTER);
        assertThat(texts(chat.botMessages().getFirst()))
                .containsExactly("…", "One", "One, two", "One, two, three." + FOOTER);
    }

    @Test
    void previewsKeepThePaceAndSkipWhatIsOvertaken() {
        // Given
        var asked = chat.ask("Count to a hundred.");
        chat.seesOnly("…");
        // When
        IntStream.rangeClosed(1, 100).forEach(i -> chat.chunk(asked, i, "x".repeat(i)));
        // Then
        chat.seesOnly("x".repeat(100));
        var edits = telegram.calls("editMessageText").stream()
                .filter(call -> call.parameters().path("chat_id").asLong() == chat.userId())
                .toList();
        assertThat(edits).hasSizeLessThan(10);
        for (int i = 1; i < edits.size(); i++) {
            assertThat(edits.get(i).atMs() - edits.get(i - 1).atMs()).isGreaterThanOrEqualTo(290);
        }
    }

    @Test
    void thePriceMayComeBeforeTheAnswer() {
        // Given
        var asked = chat.ask("Quick one.");
        // When
        chat.charges(asked, "0.000123", "0.999877");
        eventually(() -> assertThat(value("select charged from delivery where prompt_id = ?", id(asked)))
                .isEqualTo(123_000L));
        chat.completes(asked, "Done.");
        // Then
        chat.seesOnly("Done." + FOOTER);
        assertThat(texts(chat.botMessages().getFirst())).containsExactly("…", "Done." + FOOTER);
    }

    @Test
    void anAnswerDoesNotWaitForeverForItsPriceWhichIsAddedLater() {
        // Given
        var asked = chat.ask("What does it cost?");
        // When
        chat.completes(asked, "We shall see.");
        chat.seesOnly("We shall see.");
        chat.charges(asked, "0.000123", "0.999877");
        // Then
        chat.seesOnly("We shall see." + FOOTER);
    }

    @Test
    void everyEventTwiceIsShownOnce() {
        // Given
        var asked = chat.ask("Twice, please.");
        // When
        for (int i = 0; i < 2; i++) {
            chat.chunk(asked, 1, "On");
            chat.completes(asked, "Once.");
            chat.charges(asked, "0.000123", "0.999877");
        }
        chat.seesOnly("Once." + FOOTER);
        chat.completes(asked, "Once.");
        chat.charges(asked, "0.000123", "0.999877");
        var next = chat.ask("And now?");
        chat.completes(next, "Now.");
        chat.charges(next, "0.01", "0.98");
        // Then
        chat.seesOnly("Once." + FOOTER, "Now.\n\n— $0.01 · balance $0.98");
    }

    @Test
    void aRefusalSaysWhatIsMissing() {
        // Given
        var asked = chat.ask("Too dear.");
        // When
        chat.declines(asked, DeclineReason.INSUFFICIENT_FUNDS, "0.0042", "0.001");
        // Then
        chat.seesOnly("Your balance does not cover this prompt: it needs at least $0.0042, and you can spend $0.001."
                + " Nothing was charged.");
    }

    @Test
    void aModelWithoutAPriceIsNamed() {
        // Given
        var asked = chat.ask("Which model?");
        // When
        chat.declines(asked, DeclineReason.UNKNOWN_PRICE, "0", "0");
        // Then
        chat.seesOnly("The model gpt-4o-mini has no price, so it is not called. Nothing was charged.");
    }

    @Test
    void aFailureKeepsWhatWasDeliveredAndSaysThatItIsFree() {
        // Given
        var asked = chat.ask("Break off.");
        var problem = new Problem("stream_cut", "The connection to the model was cut.");
        // When
        chat.finishes(asked, Outcome.FAILED, new CompletionContent("Half an", null, problem));
        chat.charges(asked, Resolution.RELEASED, "0", "1.00");
        // Then
        chat.seesOnly("Half an\n\nThe connection to the model was cut. Nothing was charged.");
    }

    @Test
    void anAnswerThatComesAfterAllTakesThePlaceOfItsExpiry() {
        // Given
        var asked = chat.ask("Take your time.");
        chat.charges(asked, Resolution.EXPIRED, "0", "1.00");
        chat.seesOnly("The answer took too long, so I stopped waiting for it. Nothing was charged.");
        // When
        chat.completes(asked, "Here I am.");
        chat.charges(asked, Resolution.SETTLED_LATE, "0.000123", "0.999877");
        // Then
        chat.seesOnly("Here I am." + FOOTER);
    }

    @Test
    void aLongAnswerArrivesCompleteInSeveralMessages() {
        // Given
        var asked = chat.ask("A long story.");
        var story =
                IntStream.rangeClosed(1, 1200).mapToObj(i -> "word" + i + " 🌍").collect(Collectors.joining(" "));
        // When
        chat.completes(asked, story);
        chat.charges(asked, "0.000123", "0.999877");
        // Then
        eventually(() -> assertThat(chat.botSays()).last().asString().endsWith(FOOTER));
        assertThat(chat.botSays())
                .hasSizeGreaterThan(3)
                .allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(4096));
        assertThat(String.join(" ", chat.botSays())).isEqualTo(story + FOOTER);
    }

    @Test
    void aWorkerThatDiedBetweenTwoPartsIsFollowedWithoutARepeat() {
        // Given: two parts, of which the first was sent, and a lease that is over
        var asked = chat.ask("In two parts.");
        chat.seesOnly("…");
        var first = "a".repeat(4000);
        var second = "b".repeat(3000);
        change(
                """
                update delivery set outcome = 'COMPLETED', answer = ?, finished_at = now() - interval '1 hour',
                  sent_body = 'ANSWER', sent_upto = 4001, sent_last_from = 0, last_message_id = placeholder_id,
                  lease_owner = ?, lease_until = now() - interval '1 second', next_attempt_at = now()
                where prompt_id = ?
                """,
                first + "\n" + second,
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                asked.id().value());
        // Then
        chat.seesOnly("…", second);
    }

    @Test
    void aLimitIsWaitedForAndTheAnswerComesOnce() {
        // Given
        var asked = chat.ask("Slowly.");
        chat.seesOnly("…");
        telegram.failNext("editMessageText", chat.userId(), ApiFault.TOO_MANY_REQUESTS, 1, 1);
        // When
        chat.completes(asked, "Here.");
        chat.charges(asked, "0.000123", "0.999877");
        // Then
        chat.seesOnly("Here." + FOOTER);
        var edits = telegram.calls("editMessageText").stream()
                .filter(call -> call.parameters().path("chat_id").asLong() == chat.userId())
                .toList();
        assertThat(edits).hasSize(2);
        assertThat(edits.get(1).atMs() - edits.get(0).atMs()).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void aPreviewThatMeetsALimitIsDroppedAndTheAnswerComesAfterIt() {
        // Given
        var asked = chat.ask("Patience.");
        chat.seesOnly("…");
        telegram.failNext("editMessageText", chat.userId(), ApiFault.TOO_MANY_REQUESTS, 1, 1);
        // When
        chat.chunk(asked, 1, "Pre");
        eventually(() -> assertThat(value("select cooldown_until > now() from chat where chat_id = ?", chat.userId()))
                .isEqualTo(true));
        chat.chunk(asked, 2, "Preview");
        chat.completes(asked, "Final.");
        chat.charges(asked, "0.000123", "0.999877");
        // Then
        chat.seesOnly("Final." + FOOTER);
        assertThat(chat.everythingSaid()).doesNotContain("Pre");
    }

    @Test
    void serverErrorsAndCutConnectionsAreOvercome() {
        // Given
        var asked = chat.ask("Against all odds.");
        chat.seesOnly("…");
        telegram.failNext("editMessageText", chat.userId(), ApiFault.SERVER_ERROR, 0, 1);
        telegram.failNext("editMessageText", chat.userId(), ApiFault.BAD_GATEWAY, 0, 1);
        telegram.failNext("editMessageText", chat.userId(), ApiFault.CUT, 0, 1);
        telegram.failNext("editMessageText", chat.userId(), ApiFault.CUT_AFTER, 0, 1);
        // When
        chat.completes(asked, "Still here.");
        chat.charges(asked, "0.000123", "0.999877");
        // Then
        chat.seesOnly("Still here." + FOOTER);
        eventually(() -> assertThat(value("select closed_at is not null from delivery where prompt_id = ?", id(asked)))
                .isEqualTo(true));
        assertThat(chat.botSays()).hasSize(1);
    }

    @Test
    void aChatThatBlockedTheBotIsLeftAloneUntilItWritesAgain() {
        // Given
        var asked = chat.ask("Goodbye.");
        chat.seesOnly("…");
        telegram.userBlocks(chat.userId(), true);
        // When
        chat.completes(asked, "Never read.");
        chat.charges(asked, "0.000123", "0.999877");
        // Then
        eventually(() -> assertThat(value("select dropped from delivery where prompt_id = ?", id(asked)))
                .isEqualTo(true));
        telegram.userBlocks(chat.userId(), false);
        var again = chat.ask("Hello again.");
        chat.completes(again, "Welcome back.");
        chat.charges(again, "0.000123", "0.999877");
        eventually(() -> assertThat(chat.botSays()).last().isEqualTo("Welcome back." + FOOTER));
        assertThat(chat.everythingSaid()).doesNotContain("Never read.");
    }

    @Test
    void anAnswerWhosePlaceholderIsGoneIsSentAnew() {
        // Given
        var asked = chat.ask("Where is it?");
        chat.seesOnly("…");
        // Shown is not yet written down
        eventually(() -> assertThat(value("select placeholder_id from delivery where prompt_id = ?", id(asked)))
                .isNotNull());
        change("update delivery set placeholder_id = 999999999 where prompt_id = ?", id(asked));
        // When
        chat.completes(asked, "Here instead.");
        chat.charges(asked, "0.000123", "0.999877");
        // Then
        chat.seesOnly("…", "Here instead." + FOOTER);
    }

    private static UUID id(BotFixture.Asked asked) {
        return asked.id().value();
    }

    private static List<String> texts(ChatMessage message) {
        return message.versions().stream().map(ChatMessage.Version::text).toList();
    }
}
