package dev.kopeck.telegram.application;

import dev.kopeck.telegram.application.Bot.CommandHint;
import dev.kopeck.telegram.domain.BackOff;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.Wording;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Everything that the bot does by itself, as one stream: ask who it is, then poll, deliver, preview and clean up. */
public final class BotRuntime {

    private static final Logger LOG = Logger.getLogger(BotRuntime.class);
    private static final double JITTER = 0.25;

    private final Bot bot;
    private final PollTelegram poller;
    private final DeliverAnswers deliveries;
    private final ShowPreviews previews;
    private final Housekeeping housekeeping;
    private final BackOff backOff;

    public BotRuntime(
            Bot bot,
            PollTelegram poller,
            DeliverAnswers deliveries,
            ShowPreviews previews,
            Housekeeping housekeeping,
            BackOff backOff) {
        this.bot = bot;
        this.poller = poller;
        this.deliveries = deliveries;
        this.previews = previews;
        this.housekeeping = housekeeping;
        this.backOff = backOff;
    }

    /** Runs until it is cancelled. */
    public Multi<Void> run() {
        return identity()
                .onItem()
                .transformToMulti(this::everything)
                .onFailure()
                .invoke(e -> LOG.error("The bot's loops broke off and start again", e))
                .onFailure()
                .retry()
                .withBackOff(backOff.first(), backOff.longest())
                .indefinitely();
    }

    private Multi<Void> everything(BotIdentity identity) {
        LOG.infof("The bot is known to Telegram: botId=%d", identity.id());
        return Multi.createBy()
                .merging()
                .streams(
                        menu().toMulti(),
                        poller.run(identity)
                                .onItem()
                                .transformToUniAndConcatenate(
                                        _ -> Uni.createFrom().voidItem()),
                        deliveries.run(identity),
                        deliveries.sweep(identity),
                        previews.run(identity),
                        housekeeping.run(identity));
    }

    private Uni<BotIdentity> identity() {
        return bot.identity()
                .map(BotRuntime::known)
                .onFailure()
                .invoke(e -> LOG.warnf("Telegram does not tell who the bot is; trying again: %s", e.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(backOff.first(), backOff.longest())
                .withJitter(JITTER)
                .indefinitely();
    }

    private static BotIdentity known(Reply<BotIdentity> reply) {
        return switch (reply) {
            case Reply.Ok<BotIdentity>(var identity) -> identity;
            case Reply.Rejected<BotIdentity>(var code) ->
                throw new IllegalStateException("status %d; is TELEGRAM_BOT_TOKEN right?".formatted(code));
            default -> throw new IllegalStateException(reply.getClass().getSimpleName());
        };
    }

    /** Best effort: without it the bot works the same. */
    private Uni<Void> menu() {
        var words = Wording.in("en");
        List<CommandHint> commands = Stream.of("start", "balance", "new", "help")
                .map(command -> new CommandHint(command, words.commandDescription(command)))
                .toList();
        return bot.register(commands).replaceWithVoid();
    }

    /** Deletes what is no longer needed. */
    public static final class Housekeeping {

        private static final int BATCH = 500;

        private final Outbox outbox;
        private final Duration every;
        private final Duration retention;

        /** @param retention how long texts are kept once they were delivered; more than Telegram's 24 hours */
        public Housekeeping(Outbox outbox, Duration every, Duration retention) {
            this.outbox = outbox;
            this.every = every;
            this.retention = retention;
        }

        Multi<Void> run(BotIdentity identity) {
            return Multi.createFrom()
                    .ticks()
                    .every(every)
                    .onOverflow()
                    .drop()
                    .onItem()
                    .transformToUniAndConcatenate(_ -> forget(identity));
        }

        private Uni<Void> forget(BotIdentity identity) {
            return outbox.forget(identity, retention, BATCH)
                    .invoke(count -> LOG.debugf("Old deliveries are forgotten: count=%d", count))
                    .replaceWithVoid()
                    .onFailure()
                    .recoverWithUni(e -> Uni.createFrom().voidItem());
        }
    }
}
