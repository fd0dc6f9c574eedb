package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.Catalogues;
import dev.kopeck.gateway.Prompt;
import dev.kopeck.gateway.application.Fakes.MemoryRecords;
import dev.kopeck.gateway.application.Fakes.SeenMeasurements;
import dev.kopeck.gateway.application.Fakes.SeenPreviews;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.DispatchPolicy;
import dev.kopeck.gateway.domain.FairQueue;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.PreviewPolicy;
import dev.kopeck.gateway.domain.RetryPolicy;
import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.tokens.TokenCounter;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** The use case with everything around it in memory, and one prompt. */
abstract class AnswerPromptFixture {

    private static final TokenCounter COUNTER = new TokenCounter();
    private static final InstanceId ME = new InstanceId(new UUID(0, 1));
    static final InstanceId SOMEBODY = new InstanceId(new UUID(0, 2));
    static final Duration LEASE = Duration.ofSeconds(15);
    static final Duration BACKLOG_AFTER = Duration.ofSeconds(10);

    static final ModelEvent HELLO = new ModelEvent.Text("Hello");
    static final ModelEvent END = new ModelEvent.Ended("stop", Usage.of(8, 1));
    static final ModelFailure DOWN = ModelFailure.status(503, null);

    final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    final MemoryRecords records = new MemoryRecords(clock);
    final SeenMeasurements measurements = new SeenMeasurements();
    final SeenAttempts seen = new SeenAttempts();
    final SilenceWatch silence = new SilenceWatch(clock);
    final RunningPrompts running = new RunningPrompts();
    KeptQuestions.Question question = new KeptQuestions.Question.Forgotten();
    final WaitingRoom room = new WaitingRoom(
            1, new FairQueue.Bounds(2, 1), model -> new Lane(model, 1, "default", 1), new SeenRoom(), clock);
    final Prompt prompt = Prompt.of("Hi", clock.instant());

    UniAssertSubscriber<Completion> ask(Models models) {
        return ask(prompt, models);
    }

    UniAssertSubscriber<Completion> ask(Prompt asked, Models models) {
        return answerPrompt(models)
                .answer(asked.facts(), asked.content())
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    AnswerPrompt answerPrompt(Models models) {
        var brief = Duration.ofMillis(5);
        var catalogue = new CurrentCatalogue(Catalogues.of(Catalogues.model("default")));
        var policy = new DispatchPolicy(Duration.ofMinutes(5), Duration.ofSeconds(10));
        var retries = new RetryPolicy(3, brief, brief);
        var attempts = new Attempts(retries, seen.verdicts(), silence, new Random(1), clock);
        var calls = new CallModel(models, attempts, brief);
        var previews = new PreviewPolicy(Set.of(Channel.TELEGRAM), brief, 100);
        var texts = new AnswerTexts(COUNTER, new SeenPreviews(), new DeliverySettings(1_000, previews));
        var answers = new AnswerInTurn(
                room,
                new PlanDispatch(catalogue, policy, COUNTER, clock),
                new DeliverAnswer(calls, new Accounting(COUNTER), texts, new Drains(), clock),
                new TurnSettings(BACKLOG_AFTER),
                clock);
        var claims =
                new PromptClaims(records, running, new ClaimSettings(ME, LEASE, brief, brief, brief), measurements);
        return new AnswerPrompt(
                claims, running, answers, promptId -> Uni.createFrom().item(question), clock);
    }
}
