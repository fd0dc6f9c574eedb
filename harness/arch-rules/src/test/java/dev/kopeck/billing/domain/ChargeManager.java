package dev.kopeck.billing.domain;

/** Planted: a name that says nothing. */
public record ChargeManager(String id) {}
