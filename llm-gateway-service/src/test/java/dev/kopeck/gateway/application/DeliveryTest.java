package dev.kopeck.gateway.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.Catalogues;
import dev.kopeck.gateway.Prompt;
import dev.kopeck.gateway.application.Fakes.SeenPreviews;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.LeavePolicy;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.PreviewPolicy;
import dev.kopeck.gateway.domain.Target;
import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.tokens.TokenCounter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final TokenCounter COUNTER = new TokenCounter();
    private static final long INPUT = 21;

    private final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    private final Prompt prompt = Prompt.of("Hello", clock.instant());
    private final SeenPreviews previews = new SeenPreviews();
    private final Drains drains = new Drains();
    private long granted = 1_000;
    private Target target = new Target(Catalogues.provider("default"), Prompt.MODEL);
    private Delivery delivery = delivery(Catalogues.CANCEL);

    @Test
    void timesAreMeasuredFromTheFirstSightOn() {
        // Given
        clock.advance(Duration.ofMillis(40));
        called();
        say("One", 70);

        // When
        end("stop", Usage.of(1, 1), 30);

        // Then
        assertThat(delivery.timings()).isEqualTo(new Timings(40, 70, 100));
    }

    @Test
    void theDeadlineEndsEvenALivelyAnswer() {
        // Given
        called();

        // When
        for (int i = 0; i < 30; i++) {
            say("word ", 10_000);
            pass(0);
        }

        // Then
        assertThat(problemCode(completion())).isEqualTo("provider_timeout");
    }

    @Test
    void anAnswerWithoutEndIsCutAndCounted() {
        // Given
        called();

        // When
        for (int i = 0; i < 300; i++) {
            say("word ", 1);
        }

        // Then
        assertThat(delivery.text()).hasSize(1_000);
        assertThat(completion().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(completion().content().finishReason()).isEqualTo("length");
        assertThat(completion().estimated()).isTrue();
    }

    /** peers: a long stream went on after the balance was gone (sub2api#7002). */
    @Test
    void aProviderThatIgnoresTheLimitIsStoppedThereAndItsAnswerCounted() {
        // Given
        granted = 7;
        delivery = delivery(Catalogues.CANCEL);
        called();

        // When
        for (int i = 0; i < 30 && delivery.goesOn(); i++) {
            say(" word", 1);
        }

        // Then
        assertThat(completion().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(completion().content().finishReason()).isEqualTo("length");
        assertThat(completion().usage()).isEqualTo(Usage.of(INPUT, 7));
        assertThat(delivery.text()).isEqualTo(" word".repeat(7));
    }

    @Test
    void anAnswerThatKeepsItsLimitEndsByItself() {
        // Given
        granted = 7;
        delivery = delivery(Catalogues.CANCEL);
        called();

        // When
        for (int i = 0; i < 7; i++) {
            say(" word", 1);
        }
        end("length", Usage.of(20, 7), 1);

        // Then
        assertThat(completion().usage()).isEqualTo(Usage.of(20, 7));
        assertThat(completion().estimated()).isFalse();
    }

    @Test
    void whoLeavesAProviderThatIsDrainedPaysWhatThatReports() {
        // Given
        delivery = delivery(Catalogues.DRAIN);
        called();
        say("Hello, world", 0);

        // When
        delivery.on(new Signal.Cancelled());
        boolean listens = delivery.goesOn();
        say(" and more that nobody sees", 0);
        pass(29_000);
        int draining = drains.running();
        end("stop", Usage.of(21, 9), 0);

        // Then
        assertThat(listens).isTrue();
        assertThat(draining).isEqualTo(1);
        assertThat(drains.running()).isZero();
        assertThat(completion().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(completion().usage()).isEqualTo(Usage.of(21, 9));
        assertThat(completion().estimated()).isFalse();
        assertThat(completion().content().text()).isEqualTo("Hello, world");
    }

    @Test
    void aDrainIsBoundedInTime() {
        // Given
        delivery = delivery(Catalogues.DRAIN);
        called();
        say("Hello, world", 0);
        delivery.on(new Signal.Cancelled());

        // When
        say(" and more", 29_999);
        boolean before = delivery.goesOn();
        pass(1);

        // Then
        assertThat(before).isTrue();
        assertThat(completion().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(completion().usage()).isEqualTo(Usage.of(INPUT, 3));
        assertThat(completion().estimated()).isTrue();
        assertThat(drains.running()).isZero();
    }

    @Test
    void aDrainThatBreaksCountsWhatWasDelivered() {
        // Given
        delivery = delivery(Catalogues.DRAIN);
        called();
        say("Hello, world", 0);
        delivery.on(new Signal.Cancelled());

        // When
        delivery.on(new Signal.Failed(ModelFailure.of(ModelFailure.Kind.STREAM_CUT)));

        // Then
        assertThat(completion().usage()).isEqualTo(Usage.of(INPUT, 3));
        assertThat(completion().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void drainsAreBoundedInNumber() {
        // Given
        var provider = Catalogues.provider("default", Catalogues.DRAIN);
        drains.tryEnter(provider);
        drains.tryEnter(provider);
        delivery = delivery(Catalogues.DRAIN);
        called();
        say("Hello, world", 0);

        // When
        delivery.on(new Signal.Cancelled());

        // Then
        assertThat(delivery.goesOn()).isFalse();
        assertThat(completion().usage()).isEqualTo(Usage.of(INPUT, 3));
    }

    @Test
    void whoLeavesAProviderThatChargesNothingForThatPaysNothing() {
        // Given
        delivery = delivery(Catalogues.RELEASE);
        called();
        say("Hello, world", 0);

        // When
        delivery.on(new Signal.Cancelled());

        // Then
        assertThat(completion().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(completion().usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void nulIsNoText() {
        // Given
        called();

        // When
        say("a\0b", 0);
        say("\0", 0);

        // Then
        assertThat(delivery.text()).isEqualTo("ab");
    }

    @Test
    void aProvidersCountIsTheTruthEvenWhereItIsZero() {
        // Given
        called();
        say("For free", 0);

        // When
        end("stop", Usage.NONE, 0);

        // Then
        assertThat(completion().usage()).isEqualTo(Usage.NONE);
        assertThat(completion().estimated()).isFalse();
    }

    @Test
    void whatNobodyCountedIsCountedHere() {
        // Given
        called();
        say("Hello, world", 0);

        // When
        end("stop", null, 0);

        // Then
        assertThat(completion().usage()).isEqualTo(Usage.of(INPUT, 3));
        assertThat(completion().estimated()).isTrue();
    }

    @Test
    void anEmptyAnswerFailsAndKeepsWhatWasReported() {
        // Given
        called();

        // When
        end("stop", Usage.of(9, 0), 0);

        // Then
        assertThat(completion().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(problemCode(completion())).isEqualTo("empty_answer");
        assertThat(completion().usage()).isEqualTo(Usage.of(9, 0));
    }

    @Test
    void aCancelledAnswerCountsWhatWasDelivered() {
        // Given
        called();
        say("Hello, world", 0);

        // When
        delivery.on(new Signal.Cancelled());
        say(" and more that nobody sees", 0);

        // Then
        assertThat(completion().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(completion().usage()).isEqualTo(Usage.of(INPUT, 3));
        assertThat(completion().content().text()).isEqualTo("Hello, world");
    }

    @Test
    void whoIsCancelledBeforeTheFirstWordPaysNothing() {
        // Given
        called();

        // When
        delivery.on(new Signal.Cancelled());

        // Then
        assertThat(completion().usage()).isEqualTo(Usage.NONE);
    }

    private Delivery delivery(LeavePolicy leaving) {
        var policy = new PreviewPolicy(Set.of(Channel.TELEGRAM), Duration.ofMillis(250), 100);
        var texts = new AnswerTexts(COUNTER, previews, new DeliverySettings(1_000, policy));
        target = new Target(Catalogues.provider("default", leaving), Prompt.MODEL);
        return new Delivery(clock.instant(), call(), texts.begin(prompt.facts(), call()), drains, clock);
    }

    private ModelCall call() {
        var model = Catalogues.model(true, List.of(target));
        return new ModelCall(
                model,
                prompt.content().messages(),
                INPUT,
                granted,
                clock.instant().plusSeconds(300));
    }

    private void called() {
        delivery.on(new Signal.Called(target));
    }

    private void say(String text, long afterMillis) {
        clock.advance(Duration.ofMillis(afterMillis));
        delivery.on(new Signal.Said(new ModelEvent.Text(text)));
    }

    private void end(String reason, @Nullable Usage usage, long afterMillis) {
        clock.advance(Duration.ofMillis(afterMillis));
        delivery.on(new Signal.Said(new ModelEvent.Ended(reason, usage)));
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
        delivery.on(new Signal.Tick());
    }

    private Completion completion() {
        return new Accounting(COUNTER).completion(delivery, call(), 0);
    }

    private static String problemCode(Completion completion) {
        var problem = completion.content().problem();
        return problem == null ? "" : problem.code();
    }
}
