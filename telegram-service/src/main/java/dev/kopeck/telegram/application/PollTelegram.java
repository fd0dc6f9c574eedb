package dev.kopeck.telegram.application;

import dev.kopeck.telegram.domain.BackOff;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.PollProgress;
import dev.kopeck.telegram.domain.Update;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Long polling: one request in flight, over all replicas. What a poll brings is handled before the next poll confirms
 * it. Nothing ends the loop but its cancellation; what fails is tried again after a growing pause.
 *
 * @see <a href="https://core.telegram.org/bots/api#getupdates">getUpdates</a>
 */
public final class PollTelegram {

    private static final Logger LOG = Logger.getLogger(PollTelegram.class);

    private final Bot bot;
    private final PollerLock lock;
    private final HandleUpdates handler;
    private final Watch watch;
    private final Timing timing;

    // Only the loop touches these, one cycle after the other.
    private int failures;
    private @Nullable PollProgress progress;

    public PollTelegram(Bot bot, PollerLock lock, HandleUpdates handler, Watch watch, Timing timing) {
        this.bot = bot;
        this.lock = lock;
        this.handler = handler;
        this.watch = watch;
        this.timing = timing;
    }

    /** Who looks on. */
    public record Watch(PollStatus status, Telemetry telemetry) {}

    /**
     * @param longest how long Telegram may hold a request
     * @param standby between two attempts to take the lock
     * @param backOff after failures
     */
    public record Timing(
            Duration longest, Duration standby, BackOff backOff, InstantSource clock, RandomGenerator random) {}

    /** Polls until it is cancelled. Emits what each cycle came to. */
    public Multi<String> run(BotIdentity identity) {
        return Uni.createFrom().deferred(() -> cycle(identity)).repeat().indefinitely();
    }

    /** Gives the lock up. */
    public Uni<Void> stop() {
        return lock.release();
    }

    private Uni<String> cycle(BotIdentity identity) {
        return lock.hold(identity)
                .chain(held -> held ? poll(identity) : standBy())
                .onFailure()
                .recoverWithUni(this::pauseAfter)
                .invoke(result -> watch.telemetry().polled(result));
    }

    private Uni<String> standBy() {
        progress = null;
        watch.status().standby();
        return pause(timing.standby()).replaceWith("standby");
    }

    /**
     * After a start or a failure the first answer comes at once, which shows whether all is well, and confirms nothing:
     * what is confirmed, Telegram knows itself, and what comes again is known by its prompt id.
     */
    private Uni<String> poll(BotIdentity identity) {
        var known = progress;
        var offset = known == null
                ? Optional.<Long>empty()
                : known.offset(timing.clock().instant());
        var longest = known == null ? Duration.ZERO : timing.longest();
        return bot.updates(offset, longest).chain(reply -> take(identity, reply));
    }

    private Uni<String> take(BotIdentity identity, Reply<List<Update>> reply) {
        return switch (reply) {
            case Reply.Ok<List<Update>>(var updates) -> handled(identity, updates);
            case Reply.TooMany<List<Update>>(var retryAfter) ->
                pause(retryAfter).replaceWith("too_many");
            case Reply.Conflict<List<Update>> _ -> {
                LOG.warn("Somebody else polls with this token, or a webhook is set: trying again");
                yield backOff().replaceWith("conflict");
            }
            case Reply.Rejected<List<Update>>(var code) -> {
                LOG.errorf("Telegram refuses to tell updates; is the bot's token right? status=%d", code);
                yield backOff().replaceWith("rejected");
            }
            case Reply.Unwelcome<List<Update>> _,
                    Reply.Moved<List<Update>> _,
                    Reply.TargetGone<List<Update>> _,
                    Reply.TooLong<List<Update>> _ -> backOff().replaceWith("rejected");
            case Reply.Unavailable<List<Update>> _ -> {
                LOG.warnf("Telegram cannot be reached: failures=%d", failures);
                yield backOff().replaceWith("unavailable");
            }
        };
    }

    private Uni<String> handled(BotIdentity identity, List<Update> updates) {
        return handler.all(identity, updates).map(_ -> good(updates));
    }

    private String good(List<Update> updates) {
        failures = 0;
        var before = progress == null ? PollProgress.NONE : progress;
        progress = before.after(updates, timing.clock().instant());
        watch.status().good();
        return "ok";
    }

    private Uni<String> pauseAfter(Throwable e) {
        LOG.warnf(
                "Polling waits for the database: cause=%s failures=%d",
                e.getClass().getName(), failures);
        return backOff().replaceWith("unavailable");
    }

    private Uni<Void> backOff() {
        failures++;
        progress = null;
        return pause(timing.backOff().after(failures, timing.random()));
    }

    private static Uni<Void> pause(Duration duration) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(duration);
    }
}
