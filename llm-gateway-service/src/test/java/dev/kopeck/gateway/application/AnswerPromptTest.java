package dev.kopeck.gateway.application;

import static dev.kopeck.gateway.application.Fakes.ScriptedModels.fails;
import static dev.kopeck.gateway.application.Fakes.ScriptedModels.falterAfter;
import static dev.kopeck.gateway.application.Fakes.ScriptedModels.says;
import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.Prompt;
import dev.kopeck.gateway.application.Fakes.MemoryRecords;
import dev.kopeck.gateway.application.Fakes.ScriptedModels;
import dev.kopeck.gateway.application.Fakes.SeenMeasurements;
import dev.kopeck.gateway.application.Fakes.SeenPreviews;
import dev.kopeck.gateway.domain.Catalogue;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.DispatchPolicy;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.PreviewPolicy;
import dev.kopeck.gateway.domain.Problems;
import dev.kopeck.gateway.domain.RetryPolicy;
import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.tokens.TokenCounter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnswerPromptTest {

    private static final TokenCounter COUNTER = new TokenCounter();
    private static final InstanceId ME = new InstanceId(new UUID(0, 1));
    private static final InstanceId SOMEBODY = new InstanceId(new UUID(0, 2));
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final ModelEvent HELLO = new ModelEvent.Text("Hello");
    private static final ModelEvent END = new ModelEvent.Ended("stop", Usage.of(8, 1));
    private static final ModelFailure DOWN = ModelFailure.status(503, null);

    private final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    private final MemoryRecords records = new MemoryRecords(clock);
    private final SeenMeasurements measurements = new SeenMeasurements();
    private final RunningPrompts running = new RunningPrompts();
    private final Prompt prompt = Prompt.of("Hi", clock.instant());

    @Test
    void anAnswerIsStoredBeforeItIsTold() {
        // Given
        var models = new ScriptedModels(says(HELLO, END));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(told.usage()).isEqualTo(Usage.of(8, 1));
        assertThat(told.attempts()).isEqualTo(1);
        assertThat(records.ending(prompt.id())).isEqualTo(told);
        assertThat(measurements.finished).hasSize(1);
        assertThat(running.count()).isZero();
    }

    @Test
    void aPromptThatHasEndedIsAnsweredFromItsRecord() {
        // Given
        var first = ask(new ScriptedModels(says(HELLO, END))).awaitItem().getItem();
        var models = new ScriptedModels(says(new ModelEvent.Text("Something else"), END));

        // When
        var second = ask(models).awaitItem().getItem();

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(models.calls).isEmpty();
        assertThat(measurements.finished).hasSize(1);
    }

    @Test
    void aLivingOwnerIsWaitedForWithoutACall() {
        // Given
        records.claimFor(prompt.id(), SOMEBODY, LEASE);
        var theirs = Completion.refused(Problems.unknownModel("theirs"), 0);
        var models = new ScriptedModels(says(HELLO, END));
        var waiting = ask(models);
        eventually(() -> assertThat(records.questions.get()).isGreaterThan(2));

        // When
        records.finishFor(prompt.id(), theirs);

        // Then
        assertThat(waiting.awaitItem().getItem()).isEqualTo(theirs);
        assertThat(models.calls).isEmpty();
    }

    @Test
    void aDeadOwnerIsSucceededAndItsAttemptCounted() {
        // Given
        records.claimFor(prompt.id(), SOMEBODY, LEASE);
        var waiting = ask(new ScriptedModels(says(HELLO, END)));
        eventually(() -> assertThat(records.questions.get()).isGreaterThan(2));

        // When
        clock.advance(LEASE);

        // Then
        assertThat(waiting.awaitItem().getItem().attempts()).isEqualTo(2);
    }

    @Test
    void whoLosesTheClaimMeanwhileTellsTheNewOwnersEnding() {
        // Given a prompt that is taken over while it is answered here
        var theirs = Completion.refused(Problems.unknownModel("theirs"), 1);
        var models = new ScriptedModels(says(HELLO, END).onItem().invoke(event -> {
            records.claimFor(prompt.id(), SOMEBODY, LEASE);
            records.finishFor(prompt.id(), theirs);
        }));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told).isEqualTo(theirs);
        assertThat(measurements.finished).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        // Given
        records.outages.set(3);

        // When
        var told = ask(new ScriptedModels(says(HELLO, END))).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aDatabaseThatGoesAwayMeanwhileCostsNoSecondCall() {
        // Given
        var models = new ScriptedModels(says(HELLO, END).onItem().invoke(event -> records.outages.set(3)));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(models.calls).hasSize(1);
    }

    @Test
    void nothingIsTriedAgainOnceSomethingWasDelivered() {
        // Given
        var models = new ScriptedModels(fails(DOWN, HELLO), says(HELLO, END));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(told.content().text()).isEqualTo("Hello");
        assertThat(models.calls).hasSize(1);
    }

    @Test
    void whatFailsBeforeTheFirstWordIsTriedAgainUpToABound() {
        // Given
        var models = new ScriptedModels(fails(DOWN), fails(DOWN), fails(DOWN), says(HELLO, END));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(told.attempts()).isEqualTo(3);
        assertThat(measurements.failures).containsExactly(Kind.SERVER_ERROR, Kind.SERVER_ERROR, Kind.SERVER_ERROR);
    }

    @Test
    void aStreamThatCompletesWithoutItsEndWasCut() {
        // Given
        var models = new ScriptedModels(says(HELLO));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(told.content().problem()).isEqualTo(Problems.of(Kind.STREAM_CUT));
    }

    @Test
    void anAdapterThatThrowsIsAFailureLikeAnyOther() {
        // Given
        var models = new ScriptedModels(Multi.createFrom().failure(new IllegalStateException("a bug")));

        // When
        var told = ask(models).awaitItem().getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aCancellationReachesTheModel() {
        // Given
        var models = new ScriptedModels(falterAfter(HELLO));
        var asked = ask(models);
        eventually(() -> assertThat(models.calls).hasSize(1));

        // When
        boolean found = running.cancel(prompt.id());

        // Then
        assertThat(found).isTrue();
        assertThat(asked.awaitItem().getItem().outcome()).isEqualTo(Outcome.CANCELLED);
        eventually(() -> assertThat(models.cancelled).isTrue());
    }

    @Test
    void aGatewayThatStopsLeavesPromptsToOthers() {
        // Given
        var models = new ScriptedModels(falterAfter(HELLO));
        var asked = ask(models);
        eventually(() -> assertThat(models.calls).hasSize(1));

        // When
        running.stop();

        // Then
        eventually(() -> assertThat(models.cancelled).isTrue());
        asked.assertNotTerminated();
        assertThat(records.ending(prompt.id())).isNull();
    }

    @Test
    void aGatewayThatStopsTakesNoFurtherPrompts() {
        // Given
        running.stop();
        var models = new ScriptedModels(says(HELLO, END));

        // When
        var asked = ask(models);

        // Then
        asked.assertNotTerminated();
        assertThat(models.calls).isEmpty();
        assertThat(records.questions).hasValue(0);
    }

    @Test
    void silenceEndsACall() {
        // Given
        var models = new ScriptedModels(falterAfter(HELLO));
        var asked = ask(models);
        eventually(() -> assertThat(models.calls).hasSize(1));

        // When
        clock.advance(Duration.ofSeconds(31));

        // Then
        assertThat(asked.awaitItem().getItem().content().problem()).isEqualTo(Problems.of(Kind.TIMEOUT));
        eventually(() -> assertThat(models.cancelled).isTrue());
    }

    @Test
    void anUnreadablePromptIsRefusedOnce() {
        // When
        var told = answerPrompt(new ScriptedModels())
                .refuseUnreadable(prompt.facts())
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem()
                .getItem();

        // Then
        assertThat(told.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(records.ending(prompt.id())).isEqualTo(told);
    }

    private UniAssertSubscriber<Completion> ask(Models models) {
        return answerPrompt(models)
                .answer(prompt.facts(), prompt.content())
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private AnswerPrompt answerPrompt(Models models) {
        var brief = Duration.ofMillis(5);
        var catalogue = new Catalogue(List.of(new Model(Prompt.MODEL, Prompt.MODEL, 8192, 1024, true, Map.of())));
        var policy = new DispatchPolicy(Duration.ofMinutes(5), Duration.ofSeconds(10));
        var retries = new RetryPolicy(3, brief, brief);
        var calls = new CallModel(models, retries, measurements, new Random(1), brief);
        var previews = new PreviewPolicy(Set.of(Channel.TELEGRAM), brief, 100);
        var settings = new DeliverySettings(Duration.ofSeconds(60), Duration.ofSeconds(30), 1_000, previews);
        return new AnswerPrompt(
                new PromptClaims(records, running, new ClaimSettings(ME, LEASE, brief, brief, brief)),
                running,
                new PlanDispatch(catalogue, policy, COUNTER, clock),
                new DeliverAnswer(calls, new Accounting(COUNTER), new SeenPreviews(), settings, clock),
                measurements,
                clock);
    }
}
