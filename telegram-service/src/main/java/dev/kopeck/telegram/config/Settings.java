package dev.kopeck.telegram.config;

import dev.kopeck.telegram.application.ComposePrompt;
import dev.kopeck.telegram.application.DeliverAnswers;
import dev.kopeck.telegram.application.HandleUpdates;
import dev.kopeck.telegram.domain.BackOff;
import dev.kopeck.telegram.domain.Conversation;
import dev.kopeck.telegram.domain.MessageParts;
import dev.kopeck.telegram.domain.NextStep;
import java.util.random.RandomGenerator;

/** Settings as the use cases take them. */
final class Settings {

    private Settings() {}

    /** A service without these would start and then fail for every user. */
    static void requireSecrets(TelegramConfig config) {
        if (config.bot().token().isEmpty()) {
            throw new IllegalStateException(
                    "TELEGRAM_BOT_TOKEN is not set: @BotFather gives one; the simulator takes any");
        }
        if (config.billing().token().isEmpty()) {
            throw new IllegalStateException(
                    "KOPECK_DOOR_TOKEN is not set: set the same token as for billing-service, whose API needs it");
        }
    }

    static BackOff backOff(TelegramConfig config) {
        return new BackOff(config.bot().backOffFirst(), config.bot().backOffLongest());
    }

    static ComposePrompt.Settings prompt(TelegramConfig config) {
        var prompt = config.prompt();
        var frame = new Conversation.Frame(prompt.instructions().orElse(""), prompt.contextTokens());
        return new ComposePrompt.Settings(prompt.model(), prompt.maxOutputTokens(), frame);
    }

    static HandleUpdates.Limits handling(TelegramConfig config) {
        return new HandleUpdates.Limits(
                config.polling().parallelChats(), config.prompt().contextTurns(), backOff(config));
    }

    static DeliverAnswers.Settings delivery(TelegramConfig config, RandomGenerator random) {
        var delivery = config.delivery();
        return new DeliverAnswers.Settings(
                new NextStep.Rules(delivery.footerWait(), delivery.giveUpAfter(), MessageParts.LONGEST, true),
                delivery.parallel(),
                delivery.sweep(),
                delivery.sweepMax(),
                delivery.refusalsMax(),
                backOff(config),
                random);
    }
}
