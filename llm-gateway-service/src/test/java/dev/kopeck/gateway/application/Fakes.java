package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.domain.Claim;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.Target;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gateway's ports, in memory. */
final class Fakes {

    private Fakes() {}

    /** Answers with what it was given, one stream for each call; without one it stays silent. */
    static final class ScriptedModels implements Models {

        final List<ModelCall> calls = new CopyOnWriteArrayList<>();
        final AtomicBoolean cancelled = new AtomicBoolean();
        private final Queue<Multi<ModelEvent>> answers = new ArrayDeque<>();

        @SafeVarargs
        ScriptedModels(Multi<ModelEvent>... answers) {
            for (var answer : answers) {
                this.answers.add(answer);
            }
        }

        @Override
        public Multi<ModelEvent> answer(ModelCall call, Target target) {
            calls.add(call);
            var next = answers.poll();
            var answer = next == null ? Multi.createFrom().<ModelEvent>nothing() : next;
            return answer.onCancellation().invoke(() -> cancelled.set(true));
        }

        static Multi<ModelEvent> says(ModelEvent... events) {
            return Multi.createFrom().items(events);
        }

        /** Says this, then nothing more. */
        static Multi<ModelEvent> falterAfter(ModelEvent... events) {
            return Multi.createBy()
                    .concatenating()
                    .streams(
                            Multi.createFrom().items(events), Multi.createFrom().nothing());
        }

        static Multi<ModelEvent> fails(ModelFailure failure, ModelEvent... before) {
            return Multi.createBy()
                    .concatenating()
                    .streams(
                            Multi.createFrom().items(before),
                            Multi.createFrom().failure(new ModelFailedException(failure)));
        }
    }

    /** Claims and endings by the same rules as the database's, with the test's clock. Thread-safe. */
    static final class MemoryRecords implements PromptRecords {

        final AtomicInteger outages = new AtomicInteger();
        final AtomicInteger questions = new AtomicInteger();
        private final Map<PromptId, Entry> entries = new HashMap<>();
        private final InstantSource clock;

        MemoryRecords(InstantSource clock) {
            this.clock = clock;
        }

        private record Entry(
                Lease lease, int claims, @Nullable Completion completion) {}

        private record Lease(InstanceId owner, Instant until) {}

        synchronized void claimFor(PromptId promptId, InstanceId owner, Duration lease) {
            entries.put(promptId, new Entry(new Lease(owner, clock.instant().plus(lease)), 1, null));
        }

        synchronized void finishFor(PromptId promptId, Completion completion) {
            var entry = Objects.requireNonNull(entries.get(promptId));
            entries.put(promptId, new Entry(entry.lease(), entry.claims(), completion));
        }

        synchronized @Nullable Completion ending(PromptId promptId) {
            var entry = entries.get(promptId);
            return entry == null ? null : entry.completion();
        }

        @Override
        public Uni<Claim> claim(PromptAuthorized prompt, InstanceId owner, Duration lease) {
            return reachable(() -> claimNow(prompt.promptId(), owner, lease));
        }

        @Override
        public Uni<Boolean> finish(PromptId promptId, InstanceId owner, Claim.Granted claim, Completion completion) {
            return reachable(() -> {
                var entry = Objects.requireNonNull(entries.get(promptId));
                boolean own = entry.completion() == null
                        && entry.lease().owner().equals(owner)
                        && entry.claims() == claim.number();
                if (own) {
                    entries.put(promptId, new Entry(entry.lease(), entry.claims(), completion));
                }
                return own;
            });
        }

        @Override
        public Uni<Void> renew(List<PromptId> promptIds, InstanceId owner, Duration lease) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> release(InstanceId owner) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Integer> forgetTexts(Duration olderThan, int atMost) {
            return Uni.createFrom().item(0);
        }

        @Override
        public Uni<Integer> forgetPrompts(Duration olderThan, int atMost) {
            return Uni.createFrom().item(0);
        }

        private Claim claimNow(PromptId promptId, InstanceId owner, Duration lease) {
            questions.incrementAndGet();
            var entry = entries.get(promptId);
            var until = clock.instant().plus(lease);
            if (entry == null) {
                entries.put(promptId, new Entry(new Lease(owner, until), 1, null));
                return new Claim.Granted(0);
            }
            if (entry.completion() != null) {
                return new Claim.Finished(entry.completion());
            }
            if (clock.instant().isBefore(entry.lease().until())) {
                return new Claim.HeldElsewhere();
            }
            entries.put(promptId, new Entry(new Lease(owner, until), entry.claims() + 1, null));
            return new Claim.Granted(entry.claims());
        }

        private synchronized <T> Uni<T> reachable(Supplier<T> step) {
            if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return Uni.createFrom().failure(new IllegalStateException("the database is away"));
            }
            return Uni.createFrom().item(step.get());
        }
    }

    /** Keeps what was shown. */
    static final class SeenPreviews implements Previews {

        final List<CompletionChunk> chunks = new CopyOnWriteArrayList<>();

        @Override
        public void show(CompletionChunk chunk) {
            chunks.add(chunk);
        }

        List<String> texts() {
            return chunks.stream().map(CompletionChunk::text).toList();
        }
    }

    /** Keeps what was counted. */
    static final class SeenMeasurements implements Measurements {

        final List<CompletionFinished> finished = new CopyOnWriteArrayList<>();

        @Override
        public void finished(CompletionFinished event) {
            finished.add(event);
        }
    }
}
