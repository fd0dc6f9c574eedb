package dev.kopeck.telegram.application;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Shows answers while they are written, by editing the placeholder at the pace that Telegram allows. A preview may be
 * late, skipped or lost: only the newest text counts, and the final answer never depends on one.
 */
public final class ShowPreviews {

    private static final Logger LOG = Logger.getLogger(ShowPreviews.class);

    private final Outbox outbox;
    private final Bot bot;
    private final DeliverAnswers.Traffic traffic;
    private final Telemetry telemetry;
    private final PreviewBoard board;
    private final int openMax;
    private volatile @Nullable MultiEmitter<? super PromptId> emitter;

    /** @param openMax how many answers have previews at the same time */
    public ShowPreviews(Outbox outbox, Bot bot, DeliverAnswers.Traffic traffic, Telemetry telemetry, int openMax) {
        this.outbox = outbox;
        this.bot = bot;
        this.traffic = traffic;
        this.telemetry = telemetry;
        this.board = new PreviewBoard(openMax);
        this.openMax = openMax;
    }

    /** Takes note of a chunk; returns at once. */
    public void offer(CompletionChunk chunk) {
        var runner = emitter;
        if (runner != null && chunk.channel() == Channel.TELEGRAM && board.offer(chunk)) {
            runner.emit(chunk.promptId());
        }
    }

    /** Shows previews until it is cancelled. */
    public Multi<Void> run(BotIdentity identity) {
        return Multi.createFrom()
                .<PromptId>emitter(runner -> this.emitter = runner, BackPressureStrategy.BUFFER)
                .onItem()
                .transformToUni(id -> follow(identity, id))
                .merge(openMax);
    }

    /** Shows one answer until nothing new of it is there. Never fails. */
    private Uni<Void> follow(BotIdentity identity, PromptId id) {
        return outbox.awaiting(identity, id)
                .chain(chat -> chat.map(c -> next(identity, id, c)).orElseGet(() -> ended(id)))
                .onFailure()
                .recoverWithUni(e -> {
                    LOG.debugf(
                            "A preview is dropped: promptId=%s cause=%s",
                            id, e.getClass().getName());
                    return ended(id);
                });
    }

    private Uni<Void> ended(PromptId id) {
        board.forget(id);
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> next(BotIdentity identity, PromptId id, ChatAddress chat) {
        if (!board.goesOn(id)) {
            return Uni.createFrom().voidItem();
        }
        return after(traffic.pace().book(chat))
                .chain(() -> traffic.lanes().inOrder(chat.chatId(), () -> show(identity, id, chat)))
                .chain(goesOn -> goesOn ? next(identity, id, chat) : ended(id));
    }

    private static Uni<Void> after(Duration pause) {
        var now = Uni.createFrom().voidItem();
        return pause.isPositive() ? now.onItem().delayIt().by(pause) : now;
    }

    /** @return false where the answer has no more previews */
    private Uni<Boolean> show(BotIdentity identity, PromptId id, ChatAddress chat) {
        return outbox.claimPreview(identity, id)
                .chain(message -> message.map(m -> edit(identity, id, chat, m))
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Boolean> edit(BotIdentity identity, PromptId id, ChatAddress chat, long messageId) {
        Optional<String> text = board.take(id);
        if (text.isEmpty()) {
            return outbox.releasePreview(id).replaceWith(true);
        }
        return bot.edit(chat, messageId, text.get())
                .invoke(() -> traffic.pace().shown(chat))
                .chain(reply -> after(identity, id, chat, text.get(), reply))
                .eventually(() -> outbox.releasePreview(id))
                .replaceWith(true);
    }

    private Uni<Void> after(BotIdentity identity, PromptId id, ChatAddress chat, String text, Reply<Long> reply) {
        return switch (reply) {
            case Reply.Ok<Long> _ -> {
                board.shown(id, text);
                telemetry.previewed("shown");
                yield Uni.createFrom().voidItem();
            }
            case Reply.TooMany<Long>(var retryAfter) -> {
                traffic.pace().block(chat, retryAfter);
                telemetry.previewed("too_many");
                yield outbox.coolDown(identity, chat, retryAfter);
            }
            case Reply.Unwelcome<Long> _,
                    Reply.Moved<Long> _,
                    Reply.TargetGone<Long> _,
                    Reply.TooLong<Long> _,
                    Reply.Conflict<Long> _,
                    Reply.Rejected<Long> _,
                    Reply.Unavailable<Long> _ -> {
                board.strike(id);
                telemetry.previewed("dropped");
                yield Uni.createFrom().voidItem();
            }
        };
    }
}
