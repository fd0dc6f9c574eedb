package dev.kopeck.gateway.domain;

/** Planted: a service that knows another one. */
public record KnowsTelegram(dev.kopeck.telegram.domain.OfTelegram other) {}
