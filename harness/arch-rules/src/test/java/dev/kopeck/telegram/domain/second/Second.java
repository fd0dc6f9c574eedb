package dev.kopeck.telegram.domain.second;

/** Planted: the other half of the cycle. */
public record Second(java.util.List<dev.kopeck.telegram.domain.first.First> others) {}
