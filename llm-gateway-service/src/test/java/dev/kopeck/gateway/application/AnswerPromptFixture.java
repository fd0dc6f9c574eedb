package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.Prompt;
import dev.kopeck.gateway.application.Fakes.MemoryRecords;
import dev.kopeck.gateway.application.Fakes.SeenMeasurements;
import dev.kopeck.gateway.application.Fakes.SeenPreviews;
import dev.kopeck.gateway.domain.Catalogue;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.DispatchPolicy;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.PreviewPolicy;
import dev.kopeck.gateway.domain.RetryPolicy;
import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.tokens.TokenCounter;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** The use case with everything around it in memory, and one prompt. */
abstract class AnswerPromptFixture {

    private static final TokenCounter COUNTER = new TokenCounter();
    private static final InstanceId ME = new InstanceId(new UUID(0, 1));
    static final InstanceId SOMEBODY = new InstanceId(new UUID(0, 2));
    static final Duration LEASE = Duration.ofSeconds(15);

    static final ModelEvent HELLO = new ModelEvent.Text("Hello");
    static final ModelEvent END = new ModelEvent.Ended("stop", Usage.of(8, 1));
    static final ModelFailure DOWN = ModelFailure.status(503, null);

    final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    final MemoryRecords records = new MemoryRecords(clock);
    final SeenMeasurements measurements = new SeenMeasurements();
    final RunningPrompts running = new RunningPrompts();
    KeptQuestions.Question question = new KeptQuestions.Question.Forgotten();
    final Prompt prompt = Prompt.of("Hi", clock.instant());

    UniAssertSubscriber<Completion> ask(Models models) {
        return answerPrompt(models)
                .answer(prompt.facts(), prompt.content())
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    AnswerPrompt answerPrompt(Models models) {
        var brief = Duration.ofMillis(5);
        var catalogue = new Catalogue(List.of(new Model(Prompt.MODEL, Prompt.MODEL, 8192, 1024, true, Map.of())));
        var policy = new DispatchPolicy(Duration.ofMinutes(5), Duration.ofSeconds(10));
        var retries = new RetryPolicy(3, brief, brief);
        var calls = new CallModel(models, retries, measurements, new Random(1), brief);
        var previews = new PreviewPolicy(Set.of(Channel.TELEGRAM), brief, 100);
        var settings = new DeliverySettings(Duration.ofSeconds(60), Duration.ofSeconds(30), 1_000, previews);
        return new AnswerPrompt(
                new PromptClaims(records, running, new ClaimSettings(ME, LEASE, brief, brief, brief), measurements),
                running,
                new PlanDispatch(catalogue, policy, COUNTER, clock),
                new DeliverAnswer(calls, new Accounting(COUNTER), new SeenPreviews(), settings, clock),
                promptId -> Uni.createFrom().item(question),
                clock);
    }
}
