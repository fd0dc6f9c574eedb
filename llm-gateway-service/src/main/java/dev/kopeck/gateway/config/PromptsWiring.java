package dev.kopeck.gateway.config;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.RunningPrompts;
import dev.kopeck.gateway.application.WaitingRoom;
import dev.kopeck.gateway.application.access.RateLimits;
import dev.kopeck.gateway.application.prompts.CallbackSecrets;
import dev.kopeck.gateway.application.prompts.CallbackSender;
import dev.kopeck.gateway.application.prompts.Callbacks;
import dev.kopeck.gateway.application.prompts.CancelPrompt;
import dev.kopeck.gateway.application.prompts.DeliverCallbacks;
import dev.kopeck.gateway.application.prompts.DeliverCallbacks.CallbackSettings;
import dev.kopeck.gateway.application.prompts.ForgetApiPrompts;
import dev.kopeck.gateway.application.prompts.PositionBook;
import dev.kopeck.gateway.application.prompts.Positions;
import dev.kopeck.gateway.application.prompts.PromptEvents;
import dev.kopeck.gateway.application.prompts.PromptOutbox;
import dev.kopeck.gateway.application.prompts.PromptOutcomes;
import dev.kopeck.gateway.application.prompts.PromptShelf;
import dev.kopeck.gateway.application.prompts.PromptSizes;
import dev.kopeck.gateway.application.prompts.PromptTexts;
import dev.kopeck.gateway.application.prompts.PublishPrompts;
import dev.kopeck.gateway.application.prompts.ReadPrompts;
import dev.kopeck.gateway.application.prompts.RecordOutcomes;
import dev.kopeck.gateway.application.prompts.ReportPositions;
import dev.kopeck.gateway.application.prompts.SubmitPrompt;
import dev.kopeck.gateway.application.prompts.TextRules;
import dev.kopeck.tokens.TokenCounter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Puts the prompt API together. */
class PromptsWiring {

    private static final int SWEEP_BATCH = 200;
    private static final int TIMEOUTS_PER_LEASE = 3;

    @Produces
    @Singleton
    PublishPrompts publishPrompts(PromptOutbox outbox, PromptEvents events, GatewayConfig config) {
        return new PublishPrompts(outbox, events, config.prompts().ownTime(), SWEEP_BATCH);
    }

    @Produces
    @Singleton
    PromptSizes promptSizes(CurrentCatalogue catalogue, TokenCounter counter) {
        return new PromptSizes(catalogue, counter);
    }

    @Produces
    @Singleton
    SubmitPrompt.Minting minting(InstantSource clock, RandomGenerator random) {
        return new SubmitPrompt.Minting(clock, random);
    }

    @Produces
    @Singleton
    SubmitPrompt submitPrompt(
            PromptShelf shelf,
            PublishPrompts publishing,
            PromptSizes sizes,
            SubmitPrompt.Minting minting,
            GatewayConfig config) {
        var settings = new SubmitPrompt.SubmitSettings(
                textRules(config.prompts()), config.prompts().unpublishedMax());
        return new SubmitPrompt(shelf, publishing, sizes, settings, minting);
    }

    @Produces
    @Singleton
    ReadPrompts readPrompts(PromptShelf shelf, InstantSource clock, GatewayConfig config) {
        return new ReadPrompts(shelf, clock, config.prompts().waitPause());
    }

    @Produces
    @Singleton
    CancelPrompt cancelPrompt(PromptShelf shelf, PublishPrompts publishing) {
        return new CancelPrompt(shelf, publishing);
    }

    @Produces
    @Singleton
    RecordOutcomes recordOutcomes(PromptOutcomes outcomes, RateLimits limits) {
        return new RecordOutcomes(outcomes, limits);
    }

    @Produces
    @Singleton
    ForgetApiPrompts forgetApiPrompts(PromptTexts texts, GatewayConfig config) {
        var retention = config.retention();
        return new ForgetApiPrompts(texts, retention.records(), retention.batch());
    }

    @Produces
    @Singleton
    DeliverCallbacks deliverCallbacks(
            Callbacks callbacks, CallbackSender sender, RandomGenerator random, GatewayConfig config) {
        var settings = config.prompts().callbacks();
        return new DeliverCallbacks(
                callbacks,
                sender,
                new CallbackSettings(
                        settings.timeout().multipliedBy(TIMEOUTS_PER_LEASE),
                        settings.atOnce(),
                        settings.attemptsMax(),
                        settings.retryDelay(),
                        settings.retryDelayMax()),
                random);
    }

    @Produces
    @Singleton
    ReportPositions reportPositions(RunningPrompts running, Positions positions, PositionBook book) {
        return new ReportPositions(running, positions, book);
    }

    @Produces
    @Singleton
    Positions positions(WaitingRoom room) {
        return room::position;
    }

    @Produces
    @Singleton
    CallbackSecrets callbackSecrets(GatewayConfig config) {
        var callbacks = config.prompts().callbacks();
        return new CallbackSecrets(
                callbacks.secret(),
                callbacks.accounts().entrySet().stream()
                        .collect(Collectors.toMap(entry -> AccountId.parse(entry.getKey()), Map.Entry::getValue)));
    }

    private static TextRules textRules(PromptsConfig config) {
        var texts = config.texts();
        return new TextRules(
                texts.keptFor(),
                texts.accounts().entrySet().stream()
                        .collect(Collectors.toMap(entry -> AccountId.parse(entry.getKey()), Map.Entry::getValue)),
                texts.fetch());
    }
}
