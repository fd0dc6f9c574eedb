package dev.kopeck.telegram.domain.first;

/** Planted: one half of a cycle. */
public record First(dev.kopeck.telegram.domain.second.Second other) {}
