package dev.kopeck.billing.domain;

/** What the planted violation points to. */
public record OfBilling(String id) {}
