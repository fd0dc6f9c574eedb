package dev.kopeck.gateway.application;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.Catalogues;
import dev.kopeck.gateway.Prompt;
import dev.kopeck.gateway.domain.FairQueue;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.gateway.domain.RetryPolicy;
import dev.kopeck.gateway.domain.Target;
import dev.kopeck.gateway.domain.Ticket;
import dev.kopeck.harness.testkit.FakeClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts stand for what a provider says: {@code "."} ends an answer, {@code ":"} is a sign of life, the rest is delivered. */
class AttemptsTest {

    private static final ModelFailure DOWN = ModelFailure.status(503, null);
    private static final ModelFailure BUSY = ModelFailure.status(429, Duration.ofMillis(1));
    private static final Usage USAGE = Usage.of(3, 2);

    private final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    private final SeenAttempts seen = new SeenAttempts();
    private final SilenceWatch silence = new SilenceWatch(clock);
    private final Map<String, Queue<Multi<String>>> answers = new HashMap<>();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final WaitingRoom room = new WaitingRoom(
            10, new FairQueue.Bounds(1, 1), model -> new Lane(model, 10, "first", 10), new SeenRoom(), clock);

    private final Attempts attempts = new Attempts(
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5)),
            seen.verdicts(),
            silence,
            new Random(1),
            clock);

    @ParameterizedTest
    @CsvSource({"500", "502", "503", "429", "408", "401", "404"})
    void theNextOneIsAskedAtOnceWhereOneCannotAnswer(int status) {
        // Given
        answer("first", fails(ModelFailure.status(status, null)));
        answer("second", Multi.createFrom().items("Hello", "."));

        // When
        var heard = run("first", "second");

        // Then
        assertThat(heard.awaitCompletion().getItems()).containsExactly("Hello", ".");
        assertThat(called).containsExactly("first", "second");
    }

    @Test
    void whoIsAwayOrSaysNonsenseIsReplacedToo() {
        // Given
        answer("first", fails(ModelFailure.of(Kind.UNREACHABLE)));
        answer("second", fails(ModelFailure.of(Kind.GARBLED)));
        answer("third", Multi.createFrom().items("Hello", "."));

        // When
        var heard = run("first", "second", "third");

        // Then
        assertThat(heard.awaitCompletion().getItems()).containsExactly("Hello", ".");
        assertThat(seen.outcomes()).containsExactly("first unreachable", "second garbled", "third answered");
    }

    @ParameterizedTest
    @CsvSource({"400", "413", "422"})
    void aRequestThatIsWrongIsWrongEverywhere(int status) {
        // Given
        answer("first", fails(ModelFailure.status(status, null)));

        // When
        var heard = run("first", "second");

        // Then
        assertThat(failureOf(heard)).isEqualTo(ModelFailure.status(status, null));
        assertThat(called).containsExactly("first");
    }

    @Test
    void onceAllHaveFailedTheyAreAskedAgainAfterAPause() {
        // Given
        answer("first", fails(DOWN), fails(DOWN), Multi.createFrom().items("Hello", "."));
        answer("second", fails(DOWN), fails(ModelFailure.of(Kind.TIMEOUT)));

        // When
        var heard = run("first", "second");
        eventually(() -> {
            clock.advance(Duration.ofMillis(5));
            heard.assertCompleted();
        });

        // Then a timeout is not tried again at the same provider
        assertThat(called.subList(0, 2)).containsExactly("first", "second");
        assertThat(called).hasSizeBetween(4, 5);
        assertThat(called.stream().filter("first"::equals)).hasSize(3);
    }

    @Test
    void attemptsAreBoundedForEachProvider() {
        // Given
        answer("first", fails(DOWN), fails(DOWN), fails(DOWN), fails(DOWN));
        answer("second", fails(BUSY), fails(BUSY), fails(BUSY), fails(BUSY));

        // When
        var heard = run("first", "second");
        eventually(() -> {
            clock.advance(Duration.ofMillis(5));
            assertThat(heard.getFailure()).isNotNull();
        });

        // Then
        assertThat(called.stream().filter("first"::equals)).hasSize(3);
        assertThat(called.stream().filter("second"::equals)).hasSize(3);
        assertThat(seen.failures).hasSize(6);
    }

    @Test
    void aProviderThatAsksForTooMuchPatienceIsNotWaitedFor() {
        // Given
        answer("first", fails(ModelFailure.status(429, Duration.ofMinutes(10))));

        // When
        var heard = run("first");

        // Then
        assertThat(failureOf(heard).kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(called).hasSize(1);
    }

    @Test
    void aTimerThatIsEarlyIsWaitedOut() {
        // Given half a millisecond that is left when the timer fires
        answer(
                "first",
                fails(ModelFailure.status(503, Duration.ofNanos(2_500_000))),
                Multi.createFrom().items("Hello", "."));
        var heard = run("first");
        clock.advance(Duration.ofMillis(2));

        // When
        eventually(() -> {
            clock.advance(Duration.ofNanos(100_000));
            heard.assertCompleted();
        });

        // Then
        assertThat(called).containsExactly("first", "first");
    }

    static IntStream cuts() {
        return IntStream.range(1, 5);
    }

    /** peers: a stream that ended after HTTP 200 was charged, and the retry charged again (new-api#7486). */
    @ParameterizedTest
    @MethodSource("cuts")
    void nobodyElseIsAskedOnceSomethingWasDelivered(int delivered) {
        // Given a stream that is cut after each of its words in turn
        var words = List.of("a", "b", "c", "d").subList(0, delivered);
        answer("first", concat(Multi.createFrom().iterable(words), fails(ModelFailure.of(Kind.STREAM_CUT))));

        // When
        var heard = run("first", "second");

        // Then
        assertThat(failureOf(heard).kind()).isEqualTo(Kind.STREAM_CUT);
        assertThat(heard.getItems()).isEqualTo(words);
        assertThat(called).containsExactly("first");
    }

    @Test
    void aPoliteEndBeforeTheEndIsACut() {
        // Given
        answer("first", Multi.createFrom().items(":"));
        answer("second", Multi.createFrom().items("Half"));

        // When
        var heard = run("first", "second");

        // Then what delivered nothing is replaced, and what delivered is not
        assertThat(failureOf(heard).kind()).isEqualTo(Kind.STREAM_CUT);
        assertThat(called).containsExactly("first", "second");
    }

    @Test
    void whatBreaksAfterTheEndBreaksNothing() {
        // Given
        answer("first", concat(Multi.createFrom().items("All", "."), fails(ModelFailure.of(Kind.STREAM_CUT))));

        // When
        var heard = run("first", "second");

        // Then
        heard.awaitCompletion();
        assertThat(seen.outcomes()).containsExactly("first answered");
    }

    @Test
    void silenceBeforeTheFirstWordIsReplacedAndInTheMiddleIsNot() {
        // Given
        answer("first", Multi.createFrom().nothing());
        answer(
                "second",
                concat(Multi.createFrom().items("Well"), Multi.createFrom().nothing()));
        var heard = run("first", "second");

        // When
        clock.advance(Duration.ofSeconds(60));
        silence.sweep();
        eventually(() -> assertThat(called).hasSize(2));
        clock.advance(Duration.ofSeconds(30));
        silence.sweep();

        // Then
        assertThat(failureOf(heard).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(seen.outcomes()).containsExactly("first timeout", "second timeout");
        assertThat(silence.watched()).isZero();
    }

    @Test
    void aProviderWhoseCircuitIsOpenIsLeftOut() {
        // Given
        seen.open.add("first");
        answer("second", Multi.createFrom().items("Hello", "."));

        // When
        var heard = run("first", "second");

        // Then
        heard.awaitCompletion();
        assertThat(called).containsExactly("second");
        assertThat(seen.leftOut).containsExactly("first open");
    }

    @Test
    void whereNobodyMayBeAskedItFailsAtOnce() {
        // Given
        seen.open.addAll(List.of("first", "second"));

        // When
        var heard = run("first", "second");

        // Then
        assertThat(failureOf(heard).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(called).isEmpty();
    }

    @Test
    void aProviderWhosePlacesAreTakenIsLeftOut() {
        // Given somebody with the one place at the second provider
        placeOf(1).moveTo("second", 1);
        answer("first", fails(DOWN));
        answer("third", Multi.createFrom().items("Hello", "."));
        var narrow = Catalogues.provider("second");
        var model = Catalogues.model(
                true,
                List.of(
                        new Target(Catalogues.provider("first"), "x"),
                        new Target(
                                new Provider(
                                        narrow.id(),
                                        narrow.baseUrl(),
                                        narrow.key(),
                                        narrow.times(),
                                        1,
                                        narrow.leaving()),
                                "x"),
                        new Target(Catalogues.provider("third"), "x")));

        // When
        var heard = run(model);

        // Then
        heard.awaitCompletion();
        assertThat(called).containsExactly("first", "third");
        assertThat(seen.leftOut).containsExactly("second full");
    }

    @Test
    void everyCallIsWrittenDownWithWhatItReported() {
        // Given
        answer("first", fails(DOWN));
        answer("second", Multi.createFrom().items("Hello", "."));

        // When
        run("first", "second").awaitCompletion();

        // Then
        assertThat(seen.records).hasSize(2);
        var failed = seen.records.getFirst();
        assertThat(failed.number()).isEqualTo(1);
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.usage()).isNull();
        var answered = seen.records.getLast();
        assertThat(answered.number()).isEqualTo(2);
        assertThat(answered.outcome()).isEqualTo("answered");
        assertThat(answered.usage()).isEqualTo(USAGE);
        assertThat(seen.verdicts).containsExactly("first failed", "second succeeded");
    }

    @Test
    void whoLeavesCancelsTheCallAndBlamesNobody() {
        // Given
        answer(
                "first",
                concat(Multi.createFrom().items("Well"), Multi.createFrom().nothing()));
        var heard = run("first");

        // When
        heard.cancel();

        // Then
        assertThat(seen.outcomes()).containsExactly("first cancelled");
        assertThat(seen.verdicts).containsExactly("first undecided");
        assertThat(silence.watched()).isZero();
    }

    @Test
    void whoLeavesAfterTheEndHasGotEverything() {
        // Given a provider that does not close what it has ended
        answer(
                "first",
                concat(Multi.createFrom().items("All", "."), Multi.createFrom().nothing()));
        var heard = run("first");
        heard.awaitItems(2);

        // When
        heard.cancel();

        // Then
        assertThat(seen.outcomes()).containsExactly("first answered");
    }

    @Test
    void anOverloadedProviderIsWellAndARefusalProvesNothing() {
        // Given
        answer("first", fails(ModelFailure.status(429, Duration.ofMinutes(1))));
        answer("second", fails(ModelFailure.status(400, null)));

        // When
        run("first", "second").awaitFailure();

        // Then
        assertThat(seen.verdicts).containsExactly("first undecided", "second undecided");
    }

    @Test
    void anAdapterThatThrowsIsAFailureLikeAnyOther() {
        // Given
        answer("first", Multi.createFrom().failure(new IllegalStateException("a bug")));
        answer("second", Multi.createFrom().items("Hello", "."));

        // When
        var heard = run("first", "second");

        // Then
        heard.awaitCompletion();
        assertThat(seen.failures).containsExactly(Kind.GARBLED);
    }

    @SafeVarargs
    private final void answer(String provider, Multi<String>... streams) {
        for (var stream : streams) {
            answers.computeIfAbsent(provider, id -> new ArrayDeque<>()).add(stream);
        }
    }

    private AssertSubscriber<String> run(String... providers) {
        return run(Catalogues.model(providers));
    }

    private AssertSubscriber<String> run(Model model) {
        var errand = new Errand<>(
                PromptId.mint(clock.instant(), new Random(1)),
                model,
                placeOf(2),
                true,
                this::call,
                AttemptsTest::heard);
        return attempts.run(errand).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private Multi<String> call(Target target) {
        var provider = target.provider().id();
        called.add(provider);
        var next = answers.getOrDefault(provider, new ArrayDeque<>()).poll();
        return next == null ? Multi.createFrom().nothing() : next;
    }

    private static Heard heard(String item) {
        return switch (item) {
            case ":" -> Heard.NOTHING;
            case "." -> Heard.end(USAGE);
            default -> Heard.DELIVERED;
        };
    }

    private Place placeOf(int account) {
        var ticket = new Ticket(
                PromptId.mint(clock.instant(), new Random(account)), new AccountId(account), 5, Prompt.MODEL);
        return Objects.requireNonNull(room.enter(ticket)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem()
                .getItem());
    }

    private static ModelFailure failureOf(AssertSubscriber<String> heard) {
        return ((ModelFailedException) heard.awaitFailure().getFailure()).failure();
    }

    private static Multi<String> fails(ModelFailure failure) {
        return Multi.createFrom().failure(new ModelFailedException(failure));
    }

    private static Multi<String> concat(Multi<String> one, Multi<String> other) {
        return Multi.createBy().concatenating().streams(one, other);
    }
}
