package dev.kopeck.telegram.application;

import dev.kopeck.telegram.application.Outbox.Claim;
import dev.kopeck.telegram.application.Outbox.Owed;
import dev.kopeck.telegram.domain.BackOff;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.Delivery.Sent;
import dev.kopeck.telegram.domain.NextStep;
import dev.kopeck.telegram.domain.Wording;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is owed to the chats: decide the next step, do it, write down that it is done, decide again. A worker that
 * dies anywhere is followed by another once its lease is over. What Telegram cannot take now waits; only a chat that is
 * gone, or a text that Telegram refuses again and again, is given up.
 */
public final class DeliverAnswers {

    private static final Logger LOG = Logger.getLogger(DeliverAnswers.class);

    private final Outbox outbox;
    private final Bot bot;
    private final NoticeTexts notices;
    private final Traffic traffic;
    private final Telemetry telemetry;
    private final Settings settings;

    public DeliverAnswers(
            Outbox outbox, Bot bot, NoticeTexts notices, Traffic traffic, Telemetry telemetry, Settings settings) {
        this.outbox = outbox;
        this.bot = bot;
        this.notices = notices;
        this.traffic = traffic;
        this.telemetry = telemetry;
        this.settings = settings;
    }

    /** What keeps chats in order. Shared with the previews. */
    public record Traffic(WorkQueue queue, ChatLanes lanes, Pace pace) {}

    /**
     * @param parallel how many deliveries are worked on at the same time
     * @param sweep between two looks for what is due
     * @param sweepMax how much one look finds at most
     * @param refusalsMax how often in a row Telegram may refuse a text before it is given up
     */
    public record Settings(
            NextStep.Rules rules,
            int parallel,
            Duration sweep,
            int sweepMax,
            int refusalsMax,
            BackOff backOff,
            RandomGenerator random) {}

    /** Delivers until it is cancelled. */
    public Multi<Void> run(BotIdentity identity) {
        return traffic.queue()
                .keys()
                .onItem()
                .transformToUni(key -> inTurn(identity, key))
                .merge(settings.parallel());
    }

    private Uni<Void> inTurn(BotIdentity identity, Owed key) {
        return deliver(identity, key)
                .onTermination()
                .invoke(() -> traffic.queue().done(key));
    }

    /** Finds what no event woke: what was due before a start, after a pause, or on a replica that died. */
    public Multi<Void> sweep(BotIdentity identity) {
        return Multi.createFrom()
                .ticks()
                .every(settings.sweep())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(_ -> wakeDue(identity));
    }

    private Uni<Void> wakeDue(BotIdentity identity) {
        return outbox.due(identity, settings.sweepMax())
                .invoke(keys -> keys.forEach(traffic.queue()::add))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(DeliverAnswers::later);
    }

    /** Never fails: what is not done now, the next sweep finds again. */
    Uni<Void> deliver(BotIdentity identity, Owed key) {
        return traffic.lanes()
                .inOrder(key.chat().chatId(), () -> claimed(identity, key))
                .onFailure()
                .recoverWithUni(DeliverAnswers::later);
    }

    private static Uni<Void> later(Throwable e) {
        LOG.warnf("A delivery waits for the database: cause=%s", e.getClass().getName());
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> claimed(BotIdentity identity, Owed key) {
        traffic.queue().taken(key);
        return outbox.claim(identity, key.id()).chain(claim -> goOn(identity, claim));
    }

    private Uni<Void> goOn(BotIdentity identity, Optional<Claim> claim) {
        return goOn(identity, claim, settings.rules());
    }

    private Uni<Void> goOn(BotIdentity identity, Optional<Claim> claim, NextStep.Rules rules) {
        return claim.map(c -> step(new Work(identity, c, rules)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** One delivery in hand. */
    private record Work(BotIdentity identity, Claim claim, NextStep.Rules rules) {}

    private Uni<Void> step(Work work) {
        var claim = work.claim();
        return switch (NextStep.of(claim.delivery(), work.rules(), claim.now())) {
            case NextStep.Placehold _ -> placehold(work);
            case NextStep.Ask(var kind) ->
                notices.about(kind, claim)
                        .chain(text -> outbox.worded(claim, text))
                        .chain(next -> goOn(work.identity(), next));
            case NextStep.Show show -> show(work, show);
            case NextStep.Rest(var until) ->
                outbox.rest(claim, until).invoke(again -> wakeIf(again, claim)).replaceWithVoid();
            case NextStep.Close _ ->
                outbox.close(claim).invoke(again -> wakeIf(again, claim)).replaceWithVoid();
            case NextStep.Drop _ -> outbox.drop(claim).invoke(() -> telemetry.delivered("dropped"));
        };
    }

    private void wakeIf(boolean again, Claim claim) {
        if (again) {
            traffic.queue().add(claim.owed());
        }
    }

    private Uni<Void> placehold(Work work) {
        var claim = work.claim();
        var chat = claim.delivery().chat();
        return bot.send(chat, Wording.PLACEHOLDER, replyTo(claim)).chain(reply -> switch (reply) {
            case Reply.Ok<Long>(var messageId) ->
                outbox.placeheld(claim, messageId)
                        .call(() -> bot.typing(chat))
                        .chain(next -> goOn(work.identity(), next));
            default -> trouble(work, reply);
        });
    }

    /** In a group it must be clear who is answered; in a private chat it is. */
    private static @Nullable Long replyTo(Claim claim) {
        return claim.delivery().chat().isPrivate() ? null : claim.replyTo();
    }

    private Uni<Void> show(Work work, NextStep.Show show) {
        var claim = work.claim();
        var chat = claim.delivery().chat();
        var editing = show.editing();
        boolean isFirst = claim.delivery().sent().body() == null;
        var call = editing == null
                ? bot.send(chat, show.text(), isFirst ? replyTo(claim) : null)
                : bot.edit(chat, editing, show.text());
        return call.chain(reply -> switch (reply) {
            case Reply.Ok<Long>(var messageId) -> shown(work, show, messageId);
            case Reply.TargetGone<Long> _ -> targetGone(work, show);
            case Reply.TooLong<Long> _ when show.text().length() > 2 * NextStep.Rules.LONGEST_LEAST -> shorter(work);
            default -> trouble(work, reply);
        });
    }

    private Uni<Void> shown(Work work, NextStep.Show show, long messageId) {
        var then = show.then();
        telemetry.delivered("shown");
        return outbox.shown(work.claim(), new Sent(then.body(), then.upTo(), then.lastFrom(), messageId, then.footer()))
                .chain(next -> goOn(work.identity(), next));
    }

    /** Somebody deleted the message. An answer is sent anew; a footer alone is not worth a message of its own. */
    private Uni<Void> targetGone(Work work, NextStep.Show show) {
        telemetry.delivered("target_gone");
        boolean isFooterOnly =
                show.then().upTo() == work.claim().delivery().sent().upTo();
        var next = isFooterOnly ? outbox.shown(work.claim(), show.then()) : outbox.detached(work.claim());
        return next.chain(claim -> goOn(work.identity(), claim, work.rules().withoutPlaceholder()));
    }

    /** Telegram counts differently than we do; should never happen, but the content must arrive. */
    private Uni<Void> shorter(Work work) {
        return step(new Work(work.identity(), work.claim(), work.rules().shorter()));
    }

    private Uni<Void> trouble(Work work, Reply<Long> reply) {
        var claim = work.claim();
        var chat = claim.delivery().chat();
        return switch (reply) {
            case Reply.TooMany<Long>(var retryAfter) -> coolDown(work, retryAfter);
            case Reply.Unwelcome<Long> _ -> {
                LOG.infof(
                        "A chat cannot be written to any more: promptId=%s",
                        claim.delivery().id());
                telemetry.delivered("dropped");
                yield outbox.markGone(work.identity(), chat).chain(() -> outbox.drop(claim));
            }
            case Reply.Moved<Long>(var newChatId) ->
                outbox.moved(work.identity(), chat.chatId(), newChatId)
                        .chain(() -> postpone(claim, Duration.ofMillis(1), "moved"));
            case Reply.Rejected<Long>(var code) -> rejected(claim, code);
            case Reply.Ok<Long> _,
                    Reply.TargetGone<Long> _,
                    Reply.TooLong<Long> _,
                    Reply.Conflict<Long> _,
                    Reply.Unavailable<Long> _ -> postpone(claim, pauseAfter(claim), "unavailable");
        };
    }

    private Uni<Void> coolDown(Work work, Duration retryAfter) {
        var chat = work.claim().delivery().chat();
        traffic.pace().block(chat, retryAfter);
        return outbox.coolDown(work.identity(), chat, retryAfter)
                .chain(() -> postpone(work.claim(), retryAfter, "too_many"));
    }

    private Uni<Void> rejected(Claim claim, int code) {
        boolean isBadToken = code == 401 || code == 404;
        if (!isBadToken && claim.refusals() + 1 >= settings.refusalsMax()) {
            LOG.errorf(
                    "Telegram refuses a message for good: promptId=%s status=%d",
                    claim.delivery().id(), code);
            telemetry.delivered("given_up");
            return outbox.drop(claim);
        }
        telemetry.delivered("rejected");
        var failure = isBadToken ? Outbox.Failure.PASSING : Outbox.Failure.REFUSAL;
        return outbox.postpone(claim, pauseAfter(claim), failure);
    }

    private Duration pauseAfter(Claim claim) {
        return settings.backOff().after(claim.failures() + 1, settings.random());
    }

    private Uni<Void> postpone(Claim claim, Duration pause, String result) {
        telemetry.delivered(result);
        return outbox.postpone(claim, pause, Outbox.Failure.PASSING);
    }
}
