package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptContent.Message;
import dev.kopeck.contracts.event.PromptContent.Role;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.domain.KeyHash;
import dev.kopeck.gateway.domain.PromptState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** The prompt API's ports, in memory. */
final class Prompts {

    static final AccountId ACCOUNT = new AccountId(7);
    static final Caller CALLER = new Caller(
            ACCOUNT,
            new UUID(0, 1),
            "ci",
            new KeyHash("00"),
            Optional.empty(),
            Caller.Standing.ACTIVE,
            new Caller.Left(Nanos.ZERO, Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.empty());

    private Prompts() {}

    static PromptOrder order(String key, String text) {
        return new PromptOrder(
                "m",
                new PromptContent(List.of(new Message(Role.USER, text))),
                OptionalLong.empty(),
                5,
                Optional.empty(),
                key.isEmpty() ? Optional.empty() : Optional.of(key),
                text);
    }

    static PromptReport report(PromptId id, PromptState state, boolean over) {
        return new PromptReport(
                new PromptReport.Order(id, ACCOUNT, "m", 10, 5, false, Instant.EPOCH),
                state,
                OptionalInt.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                over ? Optional.of(Instant.EPOCH) : Optional.empty());
    }

    /** By the database's rules, without a database. */
    static final class MemoryShelf implements PromptShelf, PromptOutbox {

        final Map<PromptId, KeptPrompt> prompts = new LinkedHashMap<>();
        final Set<PromptId> published = new HashSet<>();
        final Set<PromptId> withdrawn = new HashSet<>();
        final Set<PromptId> told = new HashSet<>();
        final Set<PromptId> over = new HashSet<>();

        @Override
        public Uni<Placed> place(KeptPrompt prompt, int unpublishedMax) {
            var before = prompts.values().stream()
                    .filter(other -> prompt.idempotencyKey().isPresent()
                            && other.idempotencyKey().equals(prompt.idempotencyKey()))
                    .findFirst();
            if (before.isPresent()) {
                return Uni.createFrom()
                        .item(new Placed.Before(
                                before.get().facts().promptId(), before.get().request()));
            }
            if (prompts.size() - published.size() >= unpublishedMax) {
                return Uni.createFrom().item(new Placed.Full());
            }
            prompts.put(prompt.facts().promptId(), prompt);
            return Uni.createFrom().item(new Placed.New());
        }

        @Override
        public Uni<Optional<PromptReport>> find(AccountId account, PromptId promptId) {
            var found = prompts.get(promptId);
            return Uni.createFrom()
                    .item(
                            found == null || !found.account().equals(account)
                                    ? Optional.empty()
                                    : Optional.of(report(promptId, PromptState.QUEUED, over.contains(promptId))));
        }

        @Override
        public Uni<ReportPage> list(AccountId account, PromptFilter filter, Optional<PromptId> before, int size) {
            return Uni.createFrom().item(new ReportPage(List.of(), Optional.empty()));
        }

        @Override
        public Uni<Optional<PromptReport>> withdraw(AccountId account, PromptId promptId) {
            if (!over.contains(promptId)) {
                withdrawn.add(promptId);
            }
            return find(account, promptId);
        }

        @Override
        public Uni<Void> published(PromptId promptId) {
            published.add(promptId);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> cancelTold(PromptId promptId) {
            told.add(promptId);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<List<PromptSubmitted>> unpublished(Duration olderThan, int atMost) {
            return Uni.createFrom()
                    .item(prompts.values().stream()
                            .map(KeptPrompt::facts)
                            .filter(facts -> !published.contains(facts.promptId()))
                            .toList());
        }

        @Override
        public Uni<List<PromptCancelled>> cancelsUntold(Duration olderThan, int atMost) {
            return Uni.createFrom()
                    .item(withdrawn.stream()
                            .filter(id -> !told.contains(id))
                            .map(id -> new PromptCancelled(id, CALLER.payer(), Channel.API))
                            .toList());
        }
    }

    /** Keeps what was told; may be away. */
    static final class SeenEvents implements PromptEvents {

        final List<PromptSubmitted> submitted = new ArrayList<>();
        final List<PromptCancelled> cancelled = new ArrayList<>();
        boolean away;

        @Override
        public Uni<Void> submitted(PromptSubmitted prompt) {
            return tell(() -> submitted.add(prompt));
        }

        @Override
        public Uni<Void> cancelled(PromptCancelled cancellation) {
            return tell(() -> cancelled.add(cancellation));
        }

        private Uni<Void> tell(Runnable step) {
            if (away) {
                return Uni.createFrom().failure(new IllegalStateException("Kafka is away"));
            }
            step.run();
            return Uni.createFrom().voidItem();
        }
    }
}
