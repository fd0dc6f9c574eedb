package dev.kopeck.gateway.config;

import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.gateway.application.Accounting;
import dev.kopeck.gateway.application.AnswerInTurn;
import dev.kopeck.gateway.application.AnswerPrompt;
import dev.kopeck.gateway.application.AnswerTexts;
import dev.kopeck.gateway.application.Attempts;
import dev.kopeck.gateway.application.CallModel;
import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.DeliverAnswer;
import dev.kopeck.gateway.application.Drains;
import dev.kopeck.gateway.application.ForgetPrompts;
import dev.kopeck.gateway.application.KeptQuestions;
import dev.kopeck.gateway.application.Measurements;
import dev.kopeck.gateway.application.Models;
import dev.kopeck.gateway.application.PlanDispatch;
import dev.kopeck.gateway.application.Previews;
import dev.kopeck.gateway.application.PromptClaims;
import dev.kopeck.gateway.application.PromptRecords;
import dev.kopeck.gateway.application.RunningPrompts;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.tokens.TokenCounter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Puts the use cases together. */
class Wiring {

    private static final String SOURCE = "/llm-gateway-service";

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return RandomGenerator.getDefault();
    }

    @Produces
    @Singleton
    InstanceId instance() {
        return new InstanceId(UUID.randomUUID());
    }

    @Produces
    @Singleton
    EventCodec codec() {
        return new EventCodec(SOURCE);
    }

    @Produces
    @Singleton
    TokenCounter tokenCounter() {
        return new TokenCounter();
    }

    @Produces
    @Singleton
    RunningPrompts runningPrompts() {
        return new RunningPrompts();
    }

    @Produces
    @Singleton
    PromptClaims claims(
            PromptRecords records,
            RunningPrompts running,
            GatewayConfig config,
            InstanceId owner,
            Measurements measurements) {
        return new PromptClaims(records, running, Settings.claims(config, owner), measurements);
    }

    @Produces
    @Singleton
    PlanDispatch plans(GatewayConfig config, CurrentCatalogue catalogue, TokenCounter counter, InstantSource clock) {
        return new PlanDispatch(catalogue, Settings.dispatch(config), counter, clock);
    }

    @Produces
    @Singleton
    CallModel calls(Models models, Attempts attempts, GatewayConfig config) {
        return new CallModel(models, attempts, config.call().tick());
    }

    @Produces
    @Singleton
    AnswerTexts texts(TokenCounter counter, Previews previews, GatewayConfig config) {
        return new AnswerTexts(counter, previews, Settings.delivery(config));
    }

    @Produces
    @Singleton
    DeliverAnswer answers(
            CallModel calls, TokenCounter counter, AnswerTexts texts, Drains drains, InstantSource clock) {
        return new DeliverAnswer(calls, new Accounting(counter), texts, drains, clock);
    }

    @Produces
    @Singleton
    AnswerPrompt answerPrompt(
            PromptClaims claims,
            RunningPrompts running,
            AnswerInTurn answers,
            KeptQuestions questions,
            InstantSource clock) {
        return new AnswerPrompt(claims, running, answers, questions, clock);
    }

    @Produces
    @Singleton
    ForgetPrompts forgetPrompts(PromptRecords records, GatewayConfig config) {
        var retention = config.retention();
        return new ForgetPrompts(records, retention.texts(), retention.records(), retention.batch());
    }
}
