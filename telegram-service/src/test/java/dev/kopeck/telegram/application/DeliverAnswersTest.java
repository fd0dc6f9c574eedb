package dev.kopeck.telegram.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.telegram.application.Fakes.MemoryTelemetry;
import dev.kopeck.telegram.application.Fakes.NoAccounts;
import dev.kopeck.telegram.application.Fakes.ScriptedBot;
import dev.kopeck.telegram.application.Fakes.ScriptedBot.Call;
import dev.kopeck.telegram.domain.BackOff;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.Delivery;
import dev.kopeck.telegram.domain.Delivery.Purpose;
import dev.kopeck.telegram.domain.Delivery.Sent;
import dev.kopeck.telegram.domain.Facts;
import dev.kopeck.telegram.domain.MessageParts;
import dev.kopeck.telegram.domain.NextStep;
import dev.kopeck.telegram.domain.NoticeKind;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliverAnswersTest {

    private static final ChatAddress CHAT = new ChatAddress(42, 0);
    private static final ChatAddress GROUP = new ChatAddress(-100, 0);
    private static final PromptId ID = PromptId.derived(MemoryOutbox.NOW, "deliver-answers-test");
    private static final String PAUSE = "postpone PT0.001S ";

    private static final int PARALLEL = 4;

    private final WorkQueue queue = new WorkQueue(10, 10);
    private final ScriptedBot bot = new ScriptedBot();
    private final MemoryTelemetry telemetry = new MemoryTelemetry();

    @Test
    void aPlaceholderIsSentOnceAndThenFactsAreAwaited() {
        // When
        var outbox = deliver(answer(CHAT, Facts.NONE, null));
        // Then
        assertThat(bot.calls).containsExactly(new Call("send", 42, "…", null));
        assertThat(outbox.written).containsExactly("placeheld 1001", "rest until 2026-11-23T11:00:00Z");
    }

    @Test
    void anAnswerThatIsQuickerThanItsPlaceholderTakesTheSameWay() {
        // When
        var outbox = deliver(answer(CHAT, finished("Hi."), null));
        // Then
        assertThat(bot.calls).extracting(Call::method).containsExactly("send", "edit");
        assertThat(outbox.written).containsExactly("placeheld 1001", "shown up to 3", "close");
    }

    @Test
    void inAGroupTheQuestionIsQuoted() {
        // When
        deliver(answer(GROUP, Facts.NONE, null));
        // Then
        assertThat(bot.calls).containsExactly(new Call("send", -100, "…", 7L));
    }

    @Test
    void whatIsShownIsWrittenDownBeforeTheNextPart() {
        // When
        var outbox = deliver(answer(CHAT, finished("x".repeat(5000)), 5L));
        // Then
        assertThat(bot.calls).extracting(Call::method).containsExactly("edit", "send");
        assertThat(outbox.written).containsExactly("shown up to 4096", "shown up to 5000", "close");
    }

    @Test
    void aLimitStopsTheChatAndNothingElse() {
        // Given
        bot.replies.add(new Reply.TooMany<>(Duration.ofSeconds(7)));
        // When
        var outbox = deliver(answer(CHAT, finished("Hi."), 5L));
        // Then
        assertThat(outbox.written).containsExactly("coolDown PT7S", "postpone PT7S PASSING");
    }

    @Test
    void aGroupThatMovedIsFollowed() {
        // Given
        bot.replies.add(new Reply.Moved<>(-1_001_234L));
        // When
        var outbox = deliver(answer(GROUP, finished("Hi."), 5L));
        // Then
        assertThat(outbox.written).containsExactly("moved to -1001234", PAUSE + "PASSING");
    }

    @Test
    void aChatThatIsGoneIsMarkedAndDropped() {
        // Given
        bot.replies.add(new Reply.Unwelcome<>());
        // When
        var outbox = deliver(answer(CHAT, finished("Hi."), 5L));
        // Then
        assertThat(outbox.written).containsExactly("markGone", "drop");
    }

    @Test
    void aMessageThatIsGoneIsSentAnewButItsFooterAloneIsNot() {
        // Given
        bot.replies.add(new Reply.TargetGone<>());
        // When
        var outbox = deliver(answer(CHAT, finished("Hi."), 5L));
        // Then
        assertThat(bot.calls).extracting(Call::method).containsExactly("edit", "send");
        assertThat(outbox.written).containsExactly("detached", "shown up to 3", "close");
        // Given
        bot.replies.add(new Reply.TargetGone<>());
        var sent = new Sent(Delivery.Body.ANSWER, 3, 0, 5L, false);
        // When
        var again = deliver(
                new Delivery(ID, CHAT, "en", new Purpose.Answer(finished("Hi.")), 5L, sent, false, MemoryOutbox.NOW));
        // Then
        assertThat(again.written).containsExactly("shown up to 3", "close");
    }

    @Test
    void whatTelegramFindsTooLongIsCutShorterUntilItFits() {
        // Given
        bot.replies.add(new Reply.TooLong<>());
        bot.replies.add(new Reply.TooLong<>());
        // When
        var outbox = deliver(answer(CHAT, finished("x".repeat(3000)), 5L));
        // Then
        assertThat(bot.calls.get(2).text()).hasSizeLessThanOrEqualTo(1024);
        assertThat(outbox.written).last().isEqualTo("close");
        assertThat(outbox.written.getFirst()).isEqualTo("shown up to 1024");
    }

    @Test
    void aTextThatIsRefusedAgainAndAgainIsGivenUp() {
        // Given
        var outbox = new MemoryOutbox(answer(CHAT, finished("Hi."), 5L));
        for (int i = 0; i < 3; i++) {
            bot.replies.add(new Reply.Rejected<>(400));
        }
        // When
        for (int i = 0; i < 3; i++) {
            deliver(outbox);
        }
        // Then
        assertThat(outbox.written).containsExactly(PAUSE + "REFUSAL", PAUSE + "REFUSAL", "drop");
    }

    @Test
    void aWrongTokenAndASilentTelegramAreWaitedForWithoutEnd() {
        // Given
        var outbox = new MemoryOutbox(answer(CHAT, finished("Hi."), 5L));
        // When
        for (int i = 0; i < 10; i++) {
            bot.replies.add(i % 2 == 0 ? new Reply.Rejected<>(401) : new Reply.Unavailable<>());
            deliver(outbox);
        }
        // Then
        assertThat(outbox.written)
                .hasSize(10)
                .allSatisfy(line -> assertThat(line).endsWith("PASSING"));
    }

    @Test
    void aSilentBillingIsSaidInTheNotice() {
        // When
        var outbox = deliver(new Delivery(
                ID,
                CHAT,
                "en",
                new Purpose.Notice(NoticeKind.BALANCE, null),
                null,
                Sent.NOTHING,
                false,
                MemoryOutbox.NOW));
        // Then
        assertThat(bot.calls)
                .singleElement()
                .satisfies(call -> assertThat(call.text()).startsWith("I cannot reach your balance"));
        assertThat(outbox.written.getFirst()).isEqualTo("worded");
    }

    @Test
    void aBalanceIsNotToldInAGroup() {
        // When
        deliver(new Delivery(
                ID,
                GROUP,
                "en",
                new Purpose.Notice(NoticeKind.BALANCE, null),
                null,
                Sent.NOTHING,
                false,
                MemoryOutbox.NOW));
        // Then
        assertThat(bot.calls)
                .singleElement()
                .satisfies(call -> assertThat(call.text()).startsWith("I show balances in a private chat only."));
    }

    @Test
    void aChatWithMoreThanAllPlacesLeavesPlacesForOthers() {
        // Given
        var outbox = new MemoryOutbox(answer(CHAT, finished("Hi."), 5L));
        worker(outbox).run(Fakes.BOT).subscribe().withSubscriber(AssertSubscriber.create(1));
        var busy = new ChatAddress(43, 0);
        for (int i = 0; i < PARALLEL + 1; i++) {
            var id = PromptId.derived(MemoryOutbox.NOW, "busy " + i);
            outbox.stuck.add(id);
            queue.add(new Outbox.Owed(id, busy));
        }
        // When
        queue.add(new Outbox.Owed(ID, CHAT));
        // Then
        assertThat(outbox.written).containsExactly("shown up to 3", "close");
    }

    private MemoryOutbox deliver(Delivery delivery) {
        var outbox = new MemoryOutbox(delivery);
        deliver(outbox);
        return outbox;
    }

    private void deliver(MemoryOutbox outbox) {
        worker(outbox)
                .deliver(Fakes.BOT, new Outbox.Owed(ID, CHAT))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem();
    }

    private DeliverAnswers worker(MemoryOutbox outbox) {
        var clock = FakeClock.at("2026-11-23T10:00:00Z");
        var pace = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(3), clock);
        var settings = new DeliverAnswers.Settings(
                new NextStep.Rules(Duration.ofSeconds(3), Duration.ofHours(1), MessageParts.LONGEST, true),
                PARALLEL,
                Duration.ofSeconds(1),
                10,
                3,
                new BackOff(Duration.ofMillis(1), Duration.ofMillis(1)),
                new SplittableRandom(1));
        return new DeliverAnswers(
                outbox,
                bot,
                new NoticeTexts(new NoAccounts()),
                new DeliverAnswers.Traffic(queue, new ChatLanes(), pace),
                telemetry,
                settings);
    }

    private static Facts finished(String text) {
        return new Facts(
                new Facts.Finished(Outcome.COMPLETED, text, "stop", null),
                MemoryOutbox.NOW,
                new Facts.Charge(Resolution.SETTLED, Nanos.parse("0.01"), Nanos.parse("0.99"), "USD", false),
                null);
    }

    private static Delivery answer(ChatAddress chat, Facts facts, @Nullable Long placeholder) {
        return new Delivery(
                ID, chat, "en", new Purpose.Answer(facts), placeholder, Sent.NOTHING, false, MemoryOutbox.NOW);
    }
}
