package dev.kopeck.billing.domain;

/** Planted: a service that knows another one. */
public record KnowsGateway(dev.kopeck.gateway.domain.OfGateway other) {}
