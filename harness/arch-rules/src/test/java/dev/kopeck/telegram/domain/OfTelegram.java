package dev.kopeck.telegram.domain;

/** What the planted violation points to. */
public record OfTelegram(String id) {}
