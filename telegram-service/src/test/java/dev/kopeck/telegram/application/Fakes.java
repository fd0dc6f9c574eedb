package dev.kopeck.telegram.application;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.domain.AccountView;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.NoticeKind;
import dev.kopeck.telegram.domain.Turn;
import dev.kopeck.telegram.domain.Update;
import dev.kopeck.telegram.domain.Update.Content;
import dev.kopeck.telegram.domain.Update.Origin;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ports in memory, each as small as its tests allow. */
final class Fakes {

    static final BotIdentity BOT = new BotIdentity(9, "kopeck_bot");
    static final Instant SENT_AT = Instant.ofEpochSecond(1_790_000_000);

    private Fakes() {}

    static Update text(long updateId, long chatId, String text) {
        return new Update.Message(updateId, origin(updateId, chatId), new Content.Text(text, 0));
    }

    static Origin origin(long messageId, long chatId) {
        return new Origin(new ChatAddress(chatId, 0), messageId, chatId, "en", SENT_AT);
    }

    /** Keeps everything; fails as often as it is told. */
    static final class MemoryInbox implements Inbox {

        final Map<PromptId, StoredPrompt> prompts = new LinkedHashMap<>();
        final List<NoticeKind> notices = new ArrayList<>();
        final List<String> setAside = new ArrayList<>();
        final Queue<RuntimeException> failures = new ArrayDeque<>();

        @Override
        public Uni<Optional<StoredPrompt>> prompt(PromptId id) {
            return answer(() -> Optional.ofNullable(prompts.get(id)));
        }

        @Override
        public Uni<List<Turn>> conversation(BotIdentity bot, ChatAddress chat, int turnsMax) {
            return answer(List::of);
        }

        @Override
        public Uni<StoredPrompt> accept(BotIdentity bot, Origin origin, String question, StoredPrompt prompt) {
            return answer(() -> {
                prompts.putIfAbsent(origin.promptId(bot), prompt);
                return prompts.getOrDefault(origin.promptId(bot), prompt);
            });
        }

        @Override
        public Uni<Void> owe(BotIdentity bot, Origin origin, NoticeKind kind) {
            return answer(() -> notices.add(kind)).replaceWithVoid();
        }

        @Override
        public Uni<Void> setAside(BotIdentity bot, long updateId, String reason) {
            return answer(() -> setAside.add(updateId + ": " + reason)).replaceWithVoid();
        }

        private synchronized <T> Uni<T> answer(Supplier<T> result) {
            return Uni.createFrom().item(() -> {
                var failure = failures.poll();
                if (failure != null) {
                    throw failure;
                }
                return result.get();
            });
        }
    }

    /** Acknowledges at once, or when it is told. */
    static final class MemoryEvents implements PromptEvents {

        final List<StoredPrompt> sent = new CopyOnWriteArrayList<>();
        final Queue<RuntimeException> failures = new ArrayDeque<>();
        final List<UniEmitter<? super Void>> unacknowledged = new ArrayList<>();
        boolean holdsBack;

        @Override
        public Uni<Void> submitted(StoredPrompt prompt) {
            return Uni.createFrom().emitter(emitter -> {
                sent.add(prompt);
                var failure = failures.poll();
                if (failure != null) {
                    emitter.fail(failure);
                } else if (holdsBack) {
                    unacknowledged.add(emitter);
                } else {
                    emitter.complete(null);
                }
            });
        }
    }

    /** Answers from a script; without one, everything succeeds. */
    static final class ScriptedBot implements Bot {

        /** A call as it came. */
        record Call(
                String method,
                long chatId,
                String text,
                @Nullable Long messageId) {}

        final List<Call> calls = new CopyOnWriteArrayList<>();
        final Queue<Reply<Long>> replies = new ArrayDeque<>();
        final Queue<Reply<List<Update>>> polls = new ArrayDeque<>();
        final List<Optional<Long>> offsets = new CopyOnWriteArrayList<>();
        final List<Duration> waits = new CopyOnWriteArrayList<>();
        private long lastMessageId = 1000;

        @Override
        public Uni<Reply<BotIdentity>> identity() {
            return Uni.createFrom().item(new Reply.Ok<>(BOT));
        }

        /** After the script nothing comes any more, as in a quiet night. */
        @Override
        public Uni<Reply<List<Update>>> updates(Optional<Long> offset, Duration wait) {
            offsets.add(offset);
            waits.add(wait);
            var reply = polls.poll();
            return reply == null ? Uni.createFrom().nothing() : Uni.createFrom().item(reply);
        }

        @Override
        public Uni<Reply<Long>> send(ChatAddress chat, String text, @Nullable Long replyTo) {
            return reply(new Call("send", chat.chatId(), text, replyTo), ++lastMessageId);
        }

        @Override
        public Uni<Reply<Long>> edit(ChatAddress chat, long messageId, String text) {
            return reply(new Call("edit", chat.chatId(), text, messageId), messageId);
        }

        @Override
        public Uni<Reply<Boolean>> typing(ChatAddress chat) {
            return Uni.createFrom().item(new Reply.Ok<>(true));
        }

        @Override
        public Uni<Reply<Boolean>> register(List<CommandHint> commands) {
            return Uni.createFrom().item(new Reply.Ok<>(true));
        }

        private Uni<Reply<Long>> reply(Call call, long messageId) {
            calls.add(call);
            var scripted = replies.poll();
            return Uni.createFrom().item(scripted == null ? new Reply.Ok<>(messageId) : scripted);
        }
    }

    /** Held by somebody else for as many attempts as it is told. */
    static final class MemoryLock implements PollerLock {

        int heldElsewhere;

        @Override
        public Uni<Boolean> hold(BotIdentity bot) {
            return Uni.createFrom().item(() -> heldElsewhere-- <= 0);
        }

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().voidItem();
        }
    }

    /** What was counted, as {@code name=label}. */
    static final class MemoryTelemetry implements Telemetry {

        final List<String> counted = new CopyOnWriteArrayList<>();

        @Override
        public void polled(String result) {
            counted.add("polled=" + result);
        }

        @Override
        public void handled(String kind) {
            counted.add("handled=" + kind);
        }

        @Override
        public void previewed(String result) {
            counted.add("previewed=" + result);
        }

        @Override
        public void delivered(String result) {
            counted.add("delivered=" + result);
        }
    }

    /** Nobody has an account. */
    static final class NoAccounts implements Accounts {

        @Override
        public Uni<Optional<AccountView>> of(Payer payer) {
            return Uni.createFrom().item(Optional.empty());
        }
    }
}
