package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.RetryPolicy;
import dev.kopeck.gateway.domain.Target;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Asks a model's targets until one answers or there is no point in asking: the next one at once, the same one again after a
 * pause, and neither once something was delivered. A provider whose circuit is open, or whose places are all taken, is left
 * out. Every call is written down.
 */
public final class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    private final RetryPolicy retries;
    private final Verdicts verdicts;
    private final SilenceWatch silence;
    private final RandomGenerator random;
    private final InstantSource clock;

    public Attempts(
            RetryPolicy retries, Verdicts verdicts, SilenceWatch silence, RandomGenerator random, InstantSource clock) {
        this.retries = retries;
        this.verdicts = verdicts;
        this.silence = silence;
        this.random = random;
        this.clock = clock;
    }

    /** What the one says that answers. Fails with the last {@link ModelFailedException} where none does. */
    public <T> Multi<T> run(Errand<T> errand) {
        return events(errand)
                .select()
                .where(AttemptEvent.Said.class::isInstance)
                .map(event -> ((AttemptEvent.Said<T>) event).item());
    }

    /** The same, and what happens around it. Each subscription is a new errand. */
    public <T> Multi<AttemptEvent<T>> events(Errand<T> errand) {
        return Multi.createFrom().deferred(() -> {
            var candidates = new Candidates(errand.model().targets(), retries, clock.instant());
            return next(new Course<>(errand, candidates));
        });
    }

    /** How far an errand has come. */
    private static final class Course<T> {

        private final Errand<T> errand;
        private final Candidates candidates;
        private int calls;
        private ModelFailure last = ModelFailure.of(Kind.UNREACHABLE);

        Course(Errand<T> errand, Candidates candidates) {
            this.errand = errand;
            this.candidates = candidates;
        }
    }

    private <T> Multi<AttemptEvent<T>> next(Course<T> course) {
        for (var next = course.candidates.next(); next.isPresent(); next = course.candidates.next()) {
            var candidate = next.get();
            var wait = candidate.waitFrom(clock.instant());
            if (!wait.isZero()) {
                return later(course, wait);
            }
            if (mayCall(course, candidate.target())) {
                return call(course, candidate);
            }
            course.candidates.drop(candidate);
        }
        return Multi.createFrom().failure(new ModelFailedException(course.last));
    }

    private boolean mayCall(Course<?> course, Target target) {
        var provider = target.provider();
        if (!course.errand.place().moveTo(provider.id(), provider.concurrency())) {
            verdicts.leftOut(provider, "full");
            return false;
        }
        if (!verdicts.mayCall(provider)) {
            verdicts.leftOut(provider, "open");
            return false;
        }
        return true;
    }

    private <T> Multi<AttemptEvent<T>> later(Course<T> course, Duration wait) {
        Multi<AttemptEvent<T>> next =
                Uni.createFrom().voidItem().onItem().delayIt().by(wait).onItem().transformToMulti(done -> next(course));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(new AttemptEvent.Waiting<>()), next);
    }

    private <T> Multi<AttemptEvent<T>> call(Course<T> course, Candidates.Candidate candidate) {
        candidate.called();
        var errand = course.errand;
        var attempt = new Attempt(errand, candidate.target(), ++course.calls, clock);
        Multi<AttemptEvent<T>> answer = Multi.createFrom()
                .deferred(() -> ask(errand, candidate.target()))
                .onItem()
                .invoke(item -> attempt.hears(errand.hears().apply(item)))
                .map(AttemptEvent.Said::new);
        Multi<AttemptEvent<T>> called =
                Multi.createFrom().item(new AttemptEvent.Called<>(candidate.target(), attempt.number()));
        return Multi.createBy()
                .concatenating()
                .streams(called, answer, end(attempt))
                .onFailure()
                .recoverWithMulti(thrown -> afterFailure(course, candidate, attempt, failureOf(thrown)))
                .onCancellation()
                .invoke(() -> attempt.left(verdicts, clock.instant()));
    }

    /** Silence in an answer that comes as a whole means nothing; its deadline is its reader's to keep. */
    private <T> Multi<T> ask(Errand<T> errand, Target target) {
        var answer = errand.call().apply(target);
        return errand.wordByWord() ? silence.watch(answer, target.provider().times()) : answer;
    }

    /** A stream that completes without having said that it is whole was cut, however politely. */
    private <T> Multi<AttemptEvent<T>> end(Attempt attempt) {
        return Multi.createFrom().deferred(() -> {
            if (!attempt.hasEnded()) {
                return Multi.createFrom().failure(new ModelFailedException(ModelFailure.of(Kind.STREAM_CUT)));
            }
            attempt.answered(verdicts, clock.instant());
            return Multi.createFrom().empty();
        });
    }

    private <T> Multi<AttemptEvent<T>> afterFailure(
            Course<T> course, Candidates.Candidate candidate, Attempt attempt, ModelFailure failure) {
        if (attempt.hasEnded()) {
            // Whatever breaks after the end breaks nothing.
            attempt.answered(verdicts, clock.instant());
            return Multi.createFrom().empty();
        }
        attempt.failed(verdicts, failure, clock.instant());
        LOG.warnf(
                "A model call failed. model=%s provider=%s kind=%s status=%d attempt=%d delivered=%b",
                course.errand.model().id(),
                candidate.target().provider().id(),
                failure.kind(),
                failure.status(),
                attempt.number(),
                attempt.hasDelivered());
        course.last = failure;
        if (attempt.hasDelivered()) {
            return Multi.createFrom().failure(new ModelFailedException(failure));
        }
        course.candidates.failed(candidate, failure, random.nextDouble(), clock.instant());
        return next(course);
    }

    private static ModelFailure failureOf(Throwable thrown) {
        if (thrown instanceof ModelFailedException known) {
            return known.failure();
        }
        LOG.errorf(
                "A model adapter failed in an unforeseen way. cause=%s",
                thrown.getClass().getName());
        return ModelFailure.of(Kind.GARBLED);
    }
}
