package dev.kopeck.billing.domain;

/** What a derived price version follows from: the listed version, and the factor of who pays. */
public record Derivation(int baseVersion, Factor factor) {}
