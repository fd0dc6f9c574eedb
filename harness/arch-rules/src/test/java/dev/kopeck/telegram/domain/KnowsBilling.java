package dev.kopeck.telegram.domain;

/** Planted: a service that knows another one. */
public record KnowsBilling(dev.kopeck.billing.domain.OfBilling other) {}
