package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.Attempts;
import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.WaitingRoom;
import dev.kopeck.gateway.application.access.RateLimits;
import dev.kopeck.gateway.application.relay.Dispatch;
import dev.kopeck.gateway.application.relay.IdempotencyKeys;
import dev.kopeck.gateway.application.relay.ListModels;
import dev.kopeck.gateway.application.relay.OnceOnly;
import dev.kopeck.gateway.application.relay.PlanRelay;
import dev.kopeck.gateway.application.relay.PricedModels;
import dev.kopeck.gateway.application.relay.Relay;
import dev.kopeck.gateway.application.relay.RelayEvents;
import dev.kopeck.gateway.application.relay.RelaySessions;
import dev.kopeck.gateway.application.relay.RelaySettings;
import dev.kopeck.gateway.application.relay.RelayUpstream;
import dev.kopeck.gateway.application.relay.Reservations;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.relay.OutputHistory;
import dev.kopeck.tokens.TokenCounter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Puts the relay together. */
class RelayWiring {

    private static final int MODELS_MAX = 1_000;
    private static final int LIFETIMES = 2;

    @Produces
    @Singleton
    RelaySettings relaySettings(GatewayConfig config) {
        var call = config.call();
        var relay = config.relay();
        return new RelaySettings(
                relay.replyTimeout(),
                relay.settleTimeout(),
                call.firstTokenTimeout(),
                call.idleTimeout(),
                call.durationMax(),
                call.holdMargin(),
                relay.outputDefault(),
                relay.outputHeadroom());
    }

    @Produces
    @Singleton
    OutputHistory outputHistory(GatewayConfig config) {
        return new OutputHistory(MODELS_MAX, config.relay().outputAnswersMin());
    }

    @Produces
    @Singleton
    RelaySessions relaySessions() {
        return new RelaySessions();
    }

    @Produces
    @Singleton
    Reservations reservations(RelayEvents events, InstanceId instance, RelaySettings settings) {
        return new Reservations(events, instance, settings.replyTimeout(), settings.settleTimeout());
    }

    @Produces
    @Singleton
    PlanRelay planRelay(
            CurrentCatalogue catalogue, TokenCounter counter, OutputHistory history, RelaySettings settings) {
        return new PlanRelay(catalogue, counter, history, settings);
    }

    /** A request waits, is called and settled within its hold's life; twice that is longer than it can take. */
    @Produces
    @Singleton
    OnceOnly onceOnly(IdempotencyKeys keys, GatewayConfig config, InstantSource clock, RandomGenerator random) {
        return new OnceOnly(keys, config.call().durationMax().multipliedBy(LIFETIMES), clock, random);
    }

    @Produces
    @Singleton
    Dispatch.Knowledge knowledge(TokenCounter counter, OutputHistory history, InstantSource clock) {
        return new Dispatch.Knowledge(counter, history, clock);
    }

    @Produces
    @Singleton
    Dispatch.Calls relayCalls(Attempts attempts, RelayUpstream upstream) {
        return new Dispatch.Calls(attempts, upstream);
    }

    @Produces
    @Singleton
    Dispatch dispatch(
            WaitingRoom room,
            Dispatch.Calls calls,
            RelaySessions sessions,
            Dispatch.Knowledge knowledge,
            RelaySettings settings) {
        return new Dispatch(room, calls, sessions, knowledge, settings);
    }

    @Produces
    @Singleton
    Relay relay(PlanRelay plans, RateLimits limits, OnceOnly onceOnly, Reservations reservations, Dispatch dispatch) {
        return new Relay(plans, limits, onceOnly, reservations, dispatch);
    }

    @Produces
    @Singleton
    ListModels listModels(CurrentCatalogue catalogue, PricedModels prices) {
        return new ListModels(catalogue, prices);
    }
}
