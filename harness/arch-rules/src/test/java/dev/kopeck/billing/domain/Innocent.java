package dev.kopeck.billing.domain;

/** Decides, and knows nothing else. */
public record Innocent(String id) {}
