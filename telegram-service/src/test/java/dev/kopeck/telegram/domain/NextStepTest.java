package dev.kopeck.telegram.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.telegram.domain.Delivery.Body;
import dev.kopeck.telegram.domain.Delivery.Purpose;
import dev.kopeck.telegram.domain.Delivery.Sent;
import dev.kopeck.telegram.domain.Facts.Charge;
import dev.kopeck.telegram.domain.Facts.Finished;
import dev.kopeck.telegram.domain.Facts.Refusal;
import dev.kopeck.telegram.domain.NextStep.Show;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NextStepTest {

    private static final Instant FINISHED_AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final NextStep.Rules RULES =
            new NextStep.Rules(Duration.ofSeconds(3), Duration.ofHours(1), MessageParts.LONGEST, true);
    private static final Instant CREATED_AT = FINISHED_AT.minusSeconds(60);
    private static final Instant GIVEN_UP_AT = CREATED_AT.plus(Duration.ofHours(1));
    private static final ChatAddress PRIVATE = new ChatAddress(42, 0);
    private static final ChatAddress GROUP = new ChatAddress(-100, 7);
    private static final Charge CHARGE =
            new Charge(Resolution.SETTLED, Nanos.parse("0.000123"), Nanos.parse("0.999877"), "USD", false);
    private static final Charge EXPIRY = new Charge(Resolution.EXPIRED, Nanos.ZERO, Nanos.parse("1"), "USD", false);
    private static final long PLACEHOLDER = 5;

    @Test
    void aNewPromptGetsAPlaceholderAndThenWaitsForFacts() {
        assertThat(step(answer(Facts.NONE, null, Sent.NOTHING))).isEqualTo(new NextStep.Placehold());
        assertThat(step(answer(Facts.NONE, PLACEHOLDER, Sent.NOTHING))).isEqualTo(new NextStep.Rest(GIVEN_UP_AT));
    }

    @Test
    void aFinishedAnswerWaitsForItsPriceButNotForEver() {
        // Given
        var delivery = answer(facts(completed("Hi."), null), PLACEHOLDER, Sent.NOTHING);
        // Then
        assertThat(step(delivery, FINISHED_AT.plusSeconds(2))).isEqualTo(new NextStep.Rest(FINISHED_AT.plusSeconds(3)));
        assertThat(step(delivery, FINISHED_AT.plusSeconds(3)))
                .isEqualTo(new Show("Hi.", PLACEHOLDER, new Sent(Body.ANSWER, 3, 0, PLACEHOLDER, false)));
    }

    @Test
    void aPricedAnswerReplacesThePlaceholderAtOnce() {
        assertThat(step(answer(facts(completed("Hi."), CHARGE), PLACEHOLDER, Sent.NOTHING)))
                .isEqualTo(new Show(
                        "Hi.\n\n— $0.000123 · balance $0.999877",
                        PLACEHOLDER,
                        new Sent(Body.ANSWER, 3, 0, PLACEHOLDER, true)));
    }

    @Test
    void anAnswerIsSentByItselfOnlyWhereEditingDoesNotWork() {
        // Given
        var delivery = answer(facts(completed("Hi."), CHARGE), null, Sent.NOTHING);
        // Then
        assertThat(step(delivery)).isEqualTo(new NextStep.Placehold());
        assertThat(NextStep.of(delivery, RULES.withoutPlaceholder(), FINISHED_AT))
                .isInstanceOfSatisfying(
                        Show.class, show -> assertThat(show.editing()).isNull());
    }

    @Test
    void inAGroupTheBalanceStaysPrivate() {
        // Given
        var delivery = new Delivery(
                id(),
                GROUP,
                "en",
                new Purpose.Answer(facts(completed("Hi."), CHARGE)),
                PLACEHOLDER,
                Sent.NOTHING,
                false,
                CREATED_AT);
        // Then
        assertThat(step(delivery))
                .isInstanceOfSatisfying(
                        Show.class, show -> assertThat(show.text()).isEqualTo("Hi.\n\n— $0.000123"));
    }

    @Test
    void aPriceThatIsQuickerThanItsAnswerIsWaitedFor() {
        // Given
        var released = new Charge(Resolution.RELEASED, Nanos.ZERO, Nanos.parse("1"), "USD", false);
        // Then
        assertThat(step(answer(facts(null, CHARGE), PLACEHOLDER, Sent.NOTHING)))
                .isEqualTo(new NextStep.Rest(GIVEN_UP_AT));
        assertThat(step(answer(facts(null, released), PLACEHOLDER, Sent.NOTHING)))
                .isEqualTo(new NextStep.Rest(GIVEN_UP_AT));
    }

    @Test
    void aLatePriceIsAddedToTheLastMessageOnce() {
        // Given
        var sent = new Sent(Body.ANSWER, 3, 0, PLACEHOLDER, false);
        // Then
        assertThat(step(answer(facts(completed("Hi."), null), PLACEHOLDER, sent), FINISHED_AT.plusSeconds(9)))
                .isEqualTo(new NextStep.Close());
        assertThat(step(answer(facts(completed("Hi."), CHARGE), PLACEHOLDER, sent)))
                .isEqualTo(new Show(
                        "Hi.\n\n— $0.000123 · balance $0.999877",
                        PLACEHOLDER,
                        new Sent(Body.ANSWER, 3, 0, PLACEHOLDER, true)));
        assertThat(step(answer(
                        facts(completed("Hi."), CHARGE), PLACEHOLDER, new Sent(Body.ANSWER, 3, 0, PLACEHOLDER, true))))
                .isEqualTo(new NextStep.Close());
    }

    @Test
    void aLongAnswerIsShownPartByPartAndNoPartTwice() {
        // Given
        var text = "x".repeat(10_000);
        var shown = new ArrayList<Show>();
        var delivery = answer(facts(completed(text), CHARGE), PLACEHOLDER, Sent.NOTHING);
        // When
        while (step(delivery) instanceof Show show) {
            shown.add(show);
            var then = show.then();
            var sent = new Sent(then.body(), then.upTo(), then.lastFrom(), 100L + shown.size(), then.footer());
            delivery = answer(facts(completed(text), CHARGE), PLACEHOLDER, sent);
        }
        // Then
        assertThat(step(delivery)).isEqualTo(new NextStep.Close());
        assertThat(shown).extracting(Show::editing).containsExactly(PLACEHOLDER, null, null);
        assertThat(String.join("", shown.stream().map(Show::text).toList()))
                .isEqualTo(text + "\n\n— $0.000123 · balance $0.999877");
    }

    @Test
    void failuresAndRefusalsByTheGatewayDoNotWaitForBilling() {
        for (var outcome : List.of(Outcome.FAILED, Outcome.REFUSED)) {
            var finished = new Finished(outcome, "", null, "The model is away.");
            assertThat(step(answer(facts(finished, null), PLACEHOLDER, Sent.NOTHING)))
                    .isInstanceOfSatisfying(
                            Show.class,
                            show -> assertThat(show.text()).isEqualTo("The model is away. Nothing was charged."));
        }
    }

    @Test
    void aStoppedAnswerIsAnAnswerWithItsPrice() {
        // Given
        var finished = new Finished(Outcome.CANCELLED, "As far as", null, null);
        // Then
        assertThat(step(answer(facts(finished, CHARGE), PLACEHOLDER, Sent.NOTHING)))
                .isInstanceOfSatisfying(
                        Show.class, show -> assertThat(show.text()).startsWith("As far as\n\n— $0.000123"));
    }

    @Test
    void aRefusalByBillingIsShownWhateverElseIsKnown() {
        // Given
        var refusal = new Refusal(DeclineReason.ACCOUNT_FROZEN, "m", Nanos.ZERO, Nanos.ZERO, "USD");
        // Then
        assertThat(step(answer(new Facts(null, null, null, refusal), PLACEHOLDER, Sent.NOTHING)))
                .isInstanceOfSatisfying(Show.class, show -> {
                    assertThat(show.text())
                            .startsWith("Your account is frozen.")
                            .endsWith("Nothing was charged.");
                    assertThat(show.then().body()).isEqualTo(Body.REFUSED);
                });
    }

    @Test
    void anExpiryIsSaidAndAnAnswerAfterItTakesItsPlace() {
        // Given
        var notice = step(answer(facts(null, EXPIRY), PLACEHOLDER, Sent.NOTHING));
        assertThat(notice)
                .isInstanceOfSatisfying(
                        Show.class, show -> assertThat(show.then().body()).isEqualTo(Body.EXPIRED));
        var sent = new Sent(Body.EXPIRED, 80, 0, 77L, false);
        // Then: an expiry is no price, so the answer waits for the late one
        assertThat(step(answer(facts(completed("Hi."), EXPIRY), PLACEHOLDER, sent)))
                .isEqualTo(new NextStep.Rest(FINISHED_AT.plusSeconds(3)));
        assertThat(step(answer(facts(completed("Hi."), CHARGE), PLACEHOLDER, sent)))
                .isInstanceOfSatisfying(Show.class, show -> {
                    assertThat(show.editing()).isEqualTo(77);
                    assertThat(show.then().body()).isEqualTo(Body.ANSWER);
                });
    }

    @Test
    void aPromptWithoutAnyEndIsGivenUpAndALateEndTakesThePlaceOfTheNotice() {
        // Given
        var text = "No answer arrived for this message. Please ask again.";
        var waiting = answer(Facts.NONE, PLACEHOLDER, Sent.NOTHING);
        var told = new Sent(Body.UNANSWERED, text.length(), 0, PLACEHOLDER, false);
        // Then
        assertThat(step(waiting, GIVEN_UP_AT.minusMillis(1))).isEqualTo(new NextStep.Rest(GIVEN_UP_AT));
        assertThat(step(waiting, GIVEN_UP_AT)).isEqualTo(new Show(text, PLACEHOLDER, told));
        assertThat(step(answer(facts(null, CHARGE), PLACEHOLDER, Sent.NOTHING), GIVEN_UP_AT))
                .isEqualTo(new Show(text, PLACEHOLDER, told));
        assertThat(step(answer(Facts.NONE, PLACEHOLDER, told), GIVEN_UP_AT)).isEqualTo(new NextStep.Close());
        assertThat(step(answer(facts(completed("Hi."), CHARGE), PLACEHOLDER, told), GIVEN_UP_AT))
                .isInstanceOfSatisfying(Show.class, show -> {
                    assertThat(show.text()).startsWith("Hi.");
                    assertThat(show.editing()).isEqualTo(PLACEHOLDER);
                    assertThat(show.then().body()).isEqualTo(Body.ANSWER);
                });
        assertThat(step(answer(facts(null, EXPIRY), PLACEHOLDER, told), GIVEN_UP_AT))
                .isInstanceOfSatisfying(
                        Show.class, show -> assertThat(show.then().body()).isEqualTo(Body.EXPIRED));
    }

    @Test
    void aPromptThatIsGivenUpBeforeItHasAPlaceholderGetsOneFirst() {
        assertThat(step(answer(Facts.NONE, null, Sent.NOTHING), GIVEN_UP_AT)).isEqualTo(new NextStep.Placehold());
    }

    @Test
    void aGoneChatIsDropped() {
        // Given
        var delivery = new Delivery(
                id(),
                PRIVATE,
                "en",
                new Purpose.Answer(facts(completed("Hi."), CHARGE)),
                null,
                Sent.NOTHING,
                true,
                CREATED_AT);
        // Then
        assertThat(step(delivery)).isEqualTo(new NextStep.Drop());
    }

    @Test
    void aNoticeAboutMoneyAsksFirst() {
        assertThat(step(notice(NoticeKind.BALANCE, null, Sent.NOTHING)))
                .isEqualTo(new NextStep.Ask(NoticeKind.BALANCE));
        assertThat(step(notice(NoticeKind.BALANCE, "You can spend $1.00.", Sent.NOTHING)))
                .isInstanceOfSatisfying(
                        Show.class, show -> assertThat(show.text()).isEqualTo("You can spend $1.00."));
        assertThat(step(notice(NoticeKind.HELP, null, Sent.NOTHING))).isInstanceOf(Show.class);
    }

    @Test
    void aNoticeThatWasSentIsDone() {
        // Given
        var text = "You can spend $1.00.";
        // Then
        assertThat(step(notice(NoticeKind.BALANCE, text, new Sent(Body.NOTICE, text.length(), 0, 9L, false))))
                .isEqualTo(new NextStep.Close());
    }

    private static NextStep step(Delivery delivery) {
        return step(delivery, FINISHED_AT.plusMillis(1));
    }

    private static NextStep step(Delivery delivery, Instant now) {
        return NextStep.of(delivery, RULES, now);
    }

    private static Finished completed(String text) {
        return new Finished(Outcome.COMPLETED, text, "stop", null);
    }

    private static Facts facts(@Nullable Finished finished, @Nullable Charge charge) {
        return new Facts(finished, finished == null ? null : FINISHED_AT, charge, null);
    }

    private static Delivery answer(Facts facts, @Nullable Long placeholder, Sent sent) {
        return new Delivery(id(), PRIVATE, "en", new Purpose.Answer(facts), placeholder, sent, false, CREATED_AT);
    }

    private static Delivery notice(NoticeKind kind, @Nullable String text, Sent sent) {
        return new Delivery(id(), PRIVATE, "en", new Purpose.Notice(kind, text), null, sent, false, CREATED_AT);
    }

    private static PromptId id() {
        return PromptId.derived(FINISHED_AT, "next-step-test");
    }
}
