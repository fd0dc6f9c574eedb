package dev.kopeck.telegram.config;

import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.telegram.application.Accounts;
import dev.kopeck.telegram.application.Bot;
import dev.kopeck.telegram.application.BotRuntime;
import dev.kopeck.telegram.application.BotRuntime.Housekeeping;
import dev.kopeck.telegram.application.ChatLanes;
import dev.kopeck.telegram.application.ComposePrompt;
import dev.kopeck.telegram.application.DeliverAnswers;
import dev.kopeck.telegram.application.DeliverAnswers.Traffic;
import dev.kopeck.telegram.application.HandleUpdates;
import dev.kopeck.telegram.application.Inbox;
import dev.kopeck.telegram.application.NoticeTexts;
import dev.kopeck.telegram.application.Outbox;
import dev.kopeck.telegram.application.Pace;
import dev.kopeck.telegram.application.PollStatus;
import dev.kopeck.telegram.application.PollTelegram;
import dev.kopeck.telegram.application.PollerLock;
import dev.kopeck.telegram.application.PromptEvents;
import dev.kopeck.telegram.application.ShowPreviews;
import dev.kopeck.telegram.application.TakeOutcomes;
import dev.kopeck.telegram.application.Telemetry;
import dev.kopeck.telegram.application.WorkQueue;
import dev.kopeck.tokens.TokenCounter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The use cases as beans. They know no framework, so they are put together here. */
class UseCases {

    private static final int WAITING_MAX = 10_000;
    private static final int WAITING_PER_CHAT_MAX = 100;
    private static final String SOURCE = "/telegram-service";

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return RandomGenerator.of("SecureRandom");
    }

    @Produces
    @Singleton
    EventCodec codec() {
        return new EventCodec(SOURCE);
    }

    @Produces
    @Singleton
    TokenCounter tokens() {
        return new TokenCounter();
    }

    @Produces
    @Singleton
    PollStatus pollStatus(InstantSource clock) {
        return new PollStatus(clock);
    }

    @Produces
    @Singleton
    Traffic traffic(TelegramConfig config, InstantSource clock) {
        var preview = config.preview();
        var pace = new Pace(preview.interval(), preview.groupInterval(), clock);
        return new Traffic(new WorkQueue(WAITING_MAX, WAITING_PER_CHAT_MAX), new ChatLanes(), pace);
    }

    @Produces
    @Singleton
    TakeOutcomes takeOutcomes(Outbox outbox, Traffic traffic) {
        return new TakeOutcomes(outbox, traffic.queue());
    }

    @Produces
    @Singleton
    HandleUpdates handleUpdates(
            Inbox inbox,
            PromptEvents events,
            TokenCounter tokens,
            Traffic traffic,
            Telemetry telemetry,
            TelegramConfig config) {
        var composer = new ComposePrompt(tokens, Settings.prompt(config));
        return new HandleUpdates(inbox, events, composer, traffic.queue(), telemetry, Settings.handling(config));
    }

    @Produces
    @Singleton
    PollTelegram pollTelegram(
            Bot bot, PollerLock lock, HandleUpdates handler, PollTelegram.Watch watch, PollTelegram.Timing timing) {
        return new PollTelegram(bot, lock, handler, watch, timing);
    }

    @Produces
    @Singleton
    PollTelegram.Watch watch(PollStatus status, Telemetry telemetry) {
        return new PollTelegram.Watch(status, telemetry);
    }

    @Produces
    @Singleton
    PollTelegram.Timing timing(TelegramConfig config, InstantSource clock, RandomGenerator random) {
        var polling = config.polling();
        return new PollTelegram.Timing(polling.timeout(), polling.standby(), Settings.backOff(config), clock, random);
    }

    @Produces
    @Singleton
    DeliverAnswers deliverAnswers(
            Outbox outbox,
            Bot bot,
            Accounts accounts,
            Traffic traffic,
            Telemetry telemetry,
            DeliverAnswers.Settings settings) {
        return new DeliverAnswers(outbox, bot, new NoticeTexts(accounts), traffic, telemetry, settings);
    }

    @Produces
    @Singleton
    DeliverAnswers.Settings deliverySettings(TelegramConfig config, RandomGenerator random) {
        return Settings.delivery(config, random);
    }

    @Produces
    @Singleton
    ShowPreviews showPreviews(Outbox outbox, Bot bot, Traffic traffic, Telemetry telemetry, TelegramConfig config) {
        return new ShowPreviews(
                outbox, bot, traffic, telemetry, config.preview().openMax());
    }

    @Produces
    @Singleton
    Housekeeping housekeeping(Outbox outbox, TelegramConfig config) {
        return new Housekeeping(
                outbox, config.delivery().cleanUp(), config.delivery().retention());
    }

    @Produces
    @Singleton
    BotRuntime botRuntime(
            Bot bot,
            PollTelegram poller,
            DeliverAnswers deliveries,
            ShowPreviews previews,
            Housekeeping housekeeping,
            TelegramConfig config) {
        return new BotRuntime(bot, poller, deliveries, previews, housekeeping, Settings.backOff(config));
    }
}
