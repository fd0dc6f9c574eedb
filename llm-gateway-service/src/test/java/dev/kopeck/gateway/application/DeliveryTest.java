package dev.kopeck.gateway.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.Prompt;
import dev.kopeck.gateway.application.Fakes.SeenPreviews;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.PreviewPolicy;
import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.tokens.TokenCounter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final TokenCounter COUNTER = new TokenCounter();
    private static final long INPUT = 21;

    private final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    private final Prompt prompt = Prompt.of("Hello", clock.instant());
    private Delivery delivery = delivery(prompt, true);

    @Test
    void timesAreMeasuredFromTheFirstSightOn() {
        // Given
        clock.advance(Duration.ofMillis(40));
        delivery.on(new Signal.Called());
        say("One", 70);

        // When
        end("stop", Usage.of(1, 1), 30);

        // Then
        assertThat(delivery.timings()).isEqualTo(new Timings(40, 70, 100));
    }

    @Test
    void silenceBeforeTheFirstWordIsBounded() {
        // Given
        delivery.on(new Signal.Called());

        // When
        pass(59_999);
        boolean before = delivery.goesOn();
        pass(1);

        // Then
        assertThat(before).isTrue();
        assertThat(completion().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(problemCode(completion())).isEqualTo("provider_timeout");
    }

    @Test
    void silenceInTheMiddleIsBoundedMoreStrictly() {
        // Given
        delivery.on(new Signal.Called());
        say("One", 50_000);
        delivery.on(new Signal.Said(new ModelEvent.Progress()));
        pass(29_999);
        boolean before = delivery.goesOn();

        // When
        pass(1);

        // Then
        assertThat(before).isTrue();
        assertThat(delivery.ending()).isEqualTo(new Delivery.Ending.Broken(ModelFailure.of(Kind.TIMEOUT)));
    }

    @Test
    void waitingForTheNextAttemptIsNotSilence() {
        // Given
        delivery.on(new Signal.Called());
        pass(50_000);
        delivery.on(new Signal.Waiting());

        // When
        pass(20_000);
        delivery.on(new Signal.Called());
        pass(59_000);

        // Then
        assertThat(delivery.goesOn()).isTrue();
        assertThat(delivery.calls()).isEqualTo(2);
    }

    @Test
    void anAnswerThatComesAsAWholeMayBeSilentUntilItsDeadline() {
        // Given
        delivery = delivery(prompt, false);
        delivery.on(new Signal.Called());

        // When
        pass(299_999);
        boolean before = delivery.goesOn();
        pass(1);

        // Then
        assertThat(before).isTrue();
        assertThat(delivery.goesOn()).isFalse();
    }

    @Test
    void theDeadlineEndsEvenALivelyAnswer() {
        // Given
        delivery.on(new Signal.Called());

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
        delivery.on(new Signal.Called());

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

    @Test
    void nulIsNoText() {
        // Given
        delivery.on(new Signal.Called());

        // When
        say("a\0b", 0);
        say("\0", 0);

        // Then
        assertThat(delivery.text()).isEqualTo("ab");
    }

    @Test
    void aProvidersCountIsTheTruthEvenWhereItIsZero() {
        // Given
        delivery.on(new Signal.Called());
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
        delivery.on(new Signal.Called());
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
        delivery.on(new Signal.Called());

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
        delivery.on(new Signal.Called());
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
        delivery.on(new Signal.Called());

        // When
        delivery.on(new Signal.Cancelled());

        // Then
        assertThat(completion().usage()).isEqualTo(Usage.NONE);
    }

    private Delivery delivery(Prompt of, boolean streaming) {
        var model = new Model(Prompt.MODEL, Prompt.MODEL, 8192, 1024, streaming, Map.of());
        var call = call(of, model);
        var policy = new PreviewPolicy(Set.of(Channel.TELEGRAM), Duration.ofMillis(250), 100);
        var settings = new DeliverySettings(Duration.ofSeconds(60), Duration.ofSeconds(30), 1_000, policy);
        return new Delivery(
                clock.instant(), call, settings, new PreviewPacer(of.facts(), policy, new SeenPreviews()), clock);
    }

    private ModelCall call(Prompt of, Model model) {
        return new ModelCall(
                model, of.content().messages(), INPUT, 100, clock.instant().plusSeconds(300));
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
        var model = new Model(Prompt.MODEL, Prompt.MODEL, 8192, 1024, true, Map.of());
        return new Accounting(COUNTER).completion(delivery, call(prompt, model), 0);
    }

    private static String problemCode(Completion completion) {
        var problem = completion.content().problem();
        return problem == null ? "" : problem.code();
    }
}
